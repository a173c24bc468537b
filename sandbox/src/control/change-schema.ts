import * as z from 'zod'
import type { Change } from '../wire/change.ts'

const refs = z.array(z.string())
const isOn = z.boolean()

/** A change as tests send it: `POST /control/<kind>`. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('roles'), person: z.string(), roles: refs }),
  z.strictObject({ kind: z.literal(['leave-guild', 'join-guild']), person: z.string() }),
  z.strictObject({
    kind: z.literal('overwrite'),
    channel: z.string(),
    role: z.string().exactOptional(),
    person: z.string().exactOptional(),
    allow: refs,
    deny: refs,
  }),
  z.strictObject({ kind: z.literal('role-permissions'), role: z.string(), permissions: refs }),
  z.strictObject({
    kind: z.literal('create-channel'),
    name: z.string(),
    topic: z.string().exactOptional(),
    only: refs.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('rename-channel'), channel: z.string(), name: z.string() }),
  z.strictObject({ kind: z.literal('delete-channel'), channel: z.string() }),
  z.strictObject({
    kind: z.literal('create-thread'),
    channel: z.string(),
    name: z.string(),
    isPrivate: isOn.exactOptional(),
    members: refs.exactOptional(),
    messageId: z.string().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('thread-members'),
    thread: z.string(),
    add: refs.exactOptional(),
    remove: refs.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('archive-thread'),
    thread: z.string(),
    isArchived: isOn,
    isLocked: isOn.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('delete-messages'), messageIds: refs.min(1) }),
  z.strictObject({
    kind: z.literal('age-messages'),
    messageIds: refs.exactOptional(),
    ms: z.number(),
  }),
  z.strictObject({
    kind: z.literal('fail'),
    how: z.enum([
      'rate-limit',
      'global-rate-limit',
      'server-error',
      'unavailable',
      'hang',
      'reset',
    ]),
    route: z.string().nullable(),
    times: z.int().min(1),
    retryAfter: z.number().exactOptional(),
  }),
  z.strictObject({ kind: z.literal(['stop-failing', 'expire-interactions']) }),
  z.strictObject({ kind: z.literal('activities'), isEnabled: isOn }),
  z.strictObject({ kind: z.literal('bot-token'), isValid: isOn }),
  z.strictObject({ kind: z.literal('consent'), mode: z.enum(['ask', 'accept', 'refuse']) }),
  z.strictObject({ kind: z.literal('forget-consent'), person: z.string() }),
  z.strictObject({
    kind: z.literal('gateway'),
    event: z.enum(['reconnect', 'drop', 'invalid-session', 'resumable-session', 'silence']),
  }),
  z.strictObject({ kind: z.literal('interactions-endpoint'), url: z.url().nullable() }),
  z.strictObject({ kind: z.literal('privileged-intents'), areAllowed: isOn }),
  z.strictObject({ kind: z.literal('limits'), mode: z.enum(['real', 'off']) }),
]) satisfies z.ZodType<Change>
