import { z } from 'zod'
import { Id, InstanceId, Snowflake } from '../ids.ts'
import { DiscordCode, PublicUser } from './users.ts'
import type { Routes } from './route.ts'

const PasswordLogin = z.strictObject({
  username: z.string().max(64),
  password: z.string().max(200),
})

/** The Activity's login: the code of AUTHORIZE, and where it runs (hints only; rights are the document's). */
const DiscordLogin = z.strictObject({
  discordCode: DiscordCode,
  instanceId: InstanceId.optional(),
  channelId: Snowflake.optional(),
  guildId: Snowflake.optional(),
  customId: z.string().max(100).optional(),
})

export const CreateSession = z.union([PasswordLogin, DiscordLogin])
export type CreateSession = z.infer<typeof CreateSession>

export const RefreshSession = z.strictObject({ refreshToken: z.string().min(1).max(200) })
export type RefreshSession = z.infer<typeof RefreshSession>

/**
 * `token` is a JWT (EdDSA) for the API, good until `expiresAt` (ms since 1970). `refreshToken` gets the next one
 * once. From Discord also its access token (for AUTHENTICATE) and the document to start with, if one is known.
 */
export const Session = z.object({
  token: z.string(),
  expiresAt: z.int(),
  refreshToken: z.string(),
  user: PublicUser,
  discord: z.object({ accessToken: z.string() }).optional(),
  start: z.object({ documentId: Id }).optional(),
})
export type Session = z.infer<typeof Session>

export const SESSION_ROUTES = {
  'POST /sessions': {
    by: 'anyone',
    does: "Signs in with user name and password, or with the Activity's code from Discord.",
    body: CreateSession,
    status: 201,
    answer: Session,
    errors: ['wrong_credentials', 'unauthenticated', 'rate_limited'],
  },
  'POST /sessions/refresh': {
    by: 'anyone',
    does: 'Gives the next token; a refresh token works once.',
    body: RefreshSession,
    status: 201,
    answer: Session,
    errors: ['unauthenticated'],
  },
  'DELETE /sessions/current': { by: 'signedIn', does: 'Signs out.', status: 204 },
} as const satisfies Routes
