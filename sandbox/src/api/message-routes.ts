import { MessageType, PermissionFlagsBits as Can } from 'discord-api-types/v10'
import {
  MessageCreateRequestSchema,
  MessageEditRequestPartialSchema,
  MessageResponseSchema,
} from 'discord-api-spec/zod'
import * as z from 'zod/mini'
import { refusal } from '../protocol/api-error.ts'
import { isThread, type Channel } from '../state/channel.ts'
import type { StoredMessage } from '../state/message.ts'
import { channelForBot, messageForBot, writableForBot } from './access.ts'
import { editedMessage, newMessage } from './message-body.ts'
import { param, type Call, type Route } from './route.ts'
import type { Services } from './services.ts'

const MESSAGES = '/channels/{channel_id}/messages'
const MESSAGE = `${MESSAGES}/{message_id}`
const bulkDelete = z.object({
  messages: z.array(z.string()).check(z.minLength(2), z.maxLength(100)),
})
const HOUR_MS = 60 * 60 * 1000
const MAX_PAGE = 100
const DEFAULT_PAGE = 50

/** Messages by the bot's own token. */
export function messageRoutes(services: Services): Route[] {
  const { world, payloads } = services
  const found = (call: Call) =>
    messageForBot(world, param(call, 'channel_id'), param(call, 'message_id'))
  const own = (call: Call) => {
    const message = found(call)
    if (message.authorId !== world.place.bot.id) throw refusal.notYourMessage()
    return message
  }
  return [
    {
      method: 'get',
      path: MESSAGES,
      reply: z.array(MessageResponseSchema),
      handle: (call) => ({ body: page(services, call) }),
    },
    {
      method: 'post',
      path: MESSAGES,
      request: MessageCreateRequestSchema,
      reply: MessageResponseSchema,
      handle: (call) => ({ body: post(services, call) }),
    },
    {
      method: 'get',
      path: MESSAGE,
      reply: MessageResponseSchema,
      handle: (call) => ({ body: payloads.message(found(call)) }),
    },
    {
      method: 'patch',
      path: MESSAGE,
      request: MessageEditRequestPartialSchema,
      reply: MessageResponseSchema,
      handle: (call) => {
        const before = own(call)
        checkThread(world, before)
        checkAge(services, before)
        const message = editedMessage(world, before, call.body, call.uploads)
        world.updateMessage(message)
        return { body: payloads.message(message) }
      },
    },
    {
      method: 'delete',
      path: MESSAGE,
      handle: (call) => {
        const message = found(call)
        const isOwn = message.authorId === world.place.bot.id
        if (!isOwn) channelForBot(world, message.channelId, Can.ManageMessages)
        world.deleteMessage(message)
        return {}
      },
    },
    {
      method: 'post',
      path: `${MESSAGES}/bulk-delete`,
      request: bulkDelete,
      handle: (call) => {
        const channel = channelForBot(world, param(call, 'channel_id'), Can.ManageMessages)
        const ids = (call.body['messages'] ?? []) as string[]
        const messages = ids.flatMap((id) => world.message(id) ?? [])
        world.deleteMessages(messages.filter(({ channelId }) => channelId === channel.id))
        return {}
      },
    },
    {
      method: 'post',
      path: '/channels/{channel_id}/typing',
      handle: (call) => {
        writableForBot(world, param(call, 'channel_id'))
        return {}
      },
    },
  ]
}

/** In an archived thread nothing can be edited; writing there opens it again. */
function checkThread({ place }: Services['world'], { channelId }: StoredMessage): void {
  const channel = place.channel(channelId)
  if (channel && isThread(channel) && channel.isArchived) throw refusal.threadIsLocked()
}

function checkAge({ limits, conditions }: Services, message: StoredMessage): void {
  const ageMs = Date.now() - Date.parse(message.timestamp) + (message.agedMs ?? 0)
  if (ageMs < HOUR_MS || conditions.now.limits === 'off') return
  const taken = limits.takeOldEdit(message.channelId)
  if (taken.isRefused) throw refusal.oldEdits(taken.resetAfter)
}

function post({ world, payloads }: Services, call: Call) {
  const channel = writableForBot(world, param(call, 'channel_id'))
  const replyTo = repliedMessage(world, channel, call)
  const type = replyTo === undefined ? MessageType.Default : MessageType.Reply
  const message = newMessage(
    world,
    { channelId: channel.id, authorId: world.place.bot.id, type, ...(replyTo && { replyTo }) },
    call.body,
    call.uploads,
  )
  if (isThread(channel) && channel.isArchived) {
    world.place.setChannel({ ...channel, isArchived: false })
  }
  world.addMessage(message)
  return { ...payloads.message(message), ...nonceOf(call) }
}

/** Throws 50035 when the message to answer is not there, unless the request bears that. */
function repliedMessage(world: Services['world'], channel: Channel, { body }: Call) {
  const reference = body['message_reference'] as
    | { message_id?: string; fail_if_not_exists?: boolean | null }
    | null
    | undefined
  const message = reference?.message_id && world.message(reference.message_id)
  if (!reference?.message_id || (message && message.channelId === channel.id)) {
    return reference?.message_id
  }
  if (reference.fail_if_not_exists === false) return undefined
  const problem = { code: 'REPLIES_UNKNOWN_MESSAGE', message: 'Unknown message' }
  throw refusal.invalidForm([{ path: ['message_reference'], ...problem }])
}

/** discord.js sends none by default, but who sends one gets it back. */
function nonceOf(call: Call): { nonce?: string | number } {
  const nonce = call.body['nonce']
  return typeof nonce === 'string' || typeof nonce === 'number' ? { nonce } : {}
}

/** Newest first, as Discord lists. */
function page({ world, payloads }: Services, { params, query }: Call) {
  const channel = channelForBot(world, params['channel_id'] ?? '', Can.ReadMessageHistory)
  const limit = Math.min(Number(query.get('limit') ?? DEFAULT_PAGE), MAX_PAGE)
  const before = BigInt(query.get('before') ?? '9'.repeat(20))
  const after = BigInt(query.get('after') ?? '0')
  const messages = world
    .messages(channel.id)
    .filter(({ id }) => BigInt(id) < before && BigInt(id) > after)
  const chosen = query.has('after') ? messages.slice(0, limit) : messages.slice(-limit)
  return chosen.map((message) => payloads.message(message)).toReversed()
}
