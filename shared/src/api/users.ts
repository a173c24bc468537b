import { z } from 'zod'
import { Id, Snowflake } from '../ids.ts'
import type { Routes } from './route.ts'

/**
 * ASCII letters, digits, dot, dash and underscore, 2 to 32; compared without case. So no two names look alike
 * across scripts (T14).
 */
export const Username = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{1,31}$/,
    'use 2 to 32 letters, digits, dots, dashes or underscores',
  )

/** Shown to people; any script, 1 to 64 characters, no control or direction characters (T11). */
export const DisplayName = z
  .string()
  .trim()
  .min(1, 'a name has at least one character')
  .max(64, 'a name has at most 64 characters')
  .refine(
    (name) => !/[\p{Cc}\p{Co}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u.test(name),
    'a name has no control or direction characters',
  )

export const Password = z
  .string()
  .min(8, 'a password has at least 8 characters')
  .max(200, 'a password has at most 200 characters')

export const CreateUser = z.strictObject({
  username: Username,
  password: Password,
  displayName: DisplayName.optional(),
})
export type CreateUser = z.infer<typeof CreateUser>

export const ChangeUser = z.strictObject({
  displayName: DisplayName.optional(),
  username: Username.optional().meta({
    description:
      'With a password, for who came from a chat and has neither yet. Once there, it stays.',
  }),
  password: Password.optional(),
  currentPassword: z.string().max(200).optional(),
})
export type ChangeUser = z.infer<typeof ChangeUser>

export const FindUser = z.strictObject({ username: Username })

/** What anybody signed in may know of a user. `color` is from the contrast-checked palette, `#rrggbb`. */
export const PublicUser = z.object({
  id: Id,
  username: z.string().nullable().meta({ description: 'null for people who came from a chat' }),
  displayName: z.string(),
  color: z.string(),
})
export type PublicUser = z.infer<typeof PublicUser>

/** A person as the chat names them; `PUT /identities/discord/:id` by the bot only. */
export const PutIdentity = z.strictObject({ displayName: DisplayName })
export type PutIdentity = z.infer<typeof PutIdentity>

/** What tells who somebody is elsewhere: there, `subject` is their id. */
export const Identity = z.object({ provider: z.literal('discord'), subject: Snowflake })
export type Identity = z.infer<typeof Identity>

export const IdentityList = z.object({ items: z.array(Identity), nextCursor: z.null() })
export type IdentityList = z.infer<typeof IdentityList>

/** The code that Discord gives to its signed-in person: the proof that it is them. */
export const DiscordCode = z.string().min(1).max(512)

export const ConnectIdentity = z.strictObject({ discordCode: DiscordCode })
export type ConnectIdentity = z.infer<typeof ConnectIdentity>

export const USER_ROUTES = {
  'POST /users': {
    by: 'anyone',
    does: 'Registers somebody, unless registration is closed.',
    body: CreateUser,
    status: 201,
    answer: PublicUser,
    errors: ['registration_closed', 'username_taken', 'rate_limited'],
  },
  'GET /users': {
    by: 'signedIn',
    does: 'Finds somebody by their exact user name, to share with them.',
    query: FindUser,
    answer: PublicUser,
  },
  'GET /users/me': { by: 'user', does: 'Says who calls.', answer: PublicUser },
  'PATCH /users/me': {
    by: 'user',
    does: 'Changes the name, or the password, which ends every session; gives who has none a user name and a password.',
    body: ChangeUser,
    answer: PublicUser,
    errors: ['wrong_credentials', 'username_taken', 'conflict'],
  },
  'DELETE /users/me': {
    by: 'user',
    does: 'Deletes the account: its sessions end, what it wrote stays.',
    status: 204,
  },
  'GET /users/me/identities': {
    by: 'user',
    does: 'Lists by what else the caller is known.',
    answer: IdentityList,
  },
  'POST /users/me/identities': {
    by: 'self',
    does: "Joins a person of Discord to the caller: both are one user from now on, with the rights of both and the caller's name.",
    body: ConnectIdentity,
    answer: Identity,
    errors: ['conflict', 'unauthenticated'],
  },
  'GET /users/:id': {
    by: 'signedIn',
    does: 'Says what anybody may know of a user.',
    answer: PublicUser,
  },
  'PUT /identities/discord/:subject': {
    by: 'service',
    does: 'Gives the user behind a Discord id, made on first sight.',
    body: PutIdentity,
    answer: PublicUser,
  },
} as const satisfies Routes
