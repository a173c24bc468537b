import { z } from 'zod'
import { Id } from '../ids.ts'
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
    does: 'Changes the name, or the password, which ends every session.',
    body: ChangeUser,
    answer: PublicUser,
    errors: ['wrong_credentials', 'rate_limited'],
  },
  'DELETE /users/me': {
    by: 'user',
    does: 'Deletes the account: its sessions end, what it wrote stays.',
    status: 204,
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
