import type { CreateSession, Session, SESSION_ROUTES } from '@sticky/shared/api/sessions'
import type { USER_ROUTES } from '@sticky/shared/api/users'
import { Id } from '@sticky/shared/ids'
import type { Chat } from '../store/types.ts'
import type { Accounts } from './accounts.ts'
import { publicUser } from './accounts.ts'
import { addressKey } from './address.ts'
import { bearerOf, selfOf } from './caller.ts'
import { cleanName } from './discord.ts'
import type { DiscordCodes } from './discord-codes.ts'
import type { Handlers } from './handlers.ts'

export type UserRoutes = { accounts: Accounts; chat: Chat; discord: DiscordCodes }

type DiscordLogin = Extract<CreateSession, { discordCode: string }>

/** An intent by channel counts this long, ms: a launch takes seconds, and people press other buttons. */
const INTENT_LIFE = 2 * 60_000

export const userRoutes = (
  options: UserRoutes,
): Handlers<typeof USER_ROUTES & typeof SESSION_ROUTES> => {
  const { accounts, discord } = options
  return {
    'POST /users': ({ body, request }) => accounts.register(body, addressKey(request.ip)),
    'GET /users': ({ query }) => accounts.find(query.username),
    'GET /users/me': async ({ by: user }) => publicUser(await accounts.get(user)),
    'PATCH /users/me': ({ by: user, body, request, response }) =>
      body.username === undefined
        ? accounts.change(user, body, addressKey(request.ip))
        : accounts.addLogin(selfOf(response), body, addressKey(request.ip)),
    'DELETE /users/me': ({ by: user }) => accounts.delete(user),
    'GET /users/me/identities': async ({ by: user }) => ({
      items: await accounts.identities(user),
      nextCursor: null,
    }),
    'POST /users/me/identities': async ({ by: user, body, request }) => {
      const { id } = await discord.personOf(body.discordCode, addressKey(request.ip))
      return accounts.connect(user, { provider: 'discord', subject: id })
    },
    'GET /users/:id': async ({ params }) => publicUser(await accounts.get(params.id)),
    'PUT /identities/discord/:subject': async ({ params, body }) =>
      publicUser(await accounts.identify('discord', params.subject, body.displayName)),
    'POST /sessions': ({ body, request }) =>
      'discordCode' in body
        ? discordSession(options, body, addressKey(request.ip))
        : accounts.login(body.username, body.password, addressKey(request.ip)),
    'POST /sessions/refresh': ({ body }) => accounts.refresh(body.refreshToken),
    'DELETE /sessions/current': ({ request }) => accounts.endSession(bearerOf(request)),
  }
}

/** The Activity's sign-in, and with it the document that its person was about to open. */
const discordSession = async (
  { accounts, chat, discord }: UserRoutes,
  login: DiscordLogin,
  address: string,
): Promise<Session> => {
  const person = await discord.personOf(login.discordCode, address)
  const user = await accounts.identify('discord', person.id, cleanName(person.name))
  const documentId = await startDocument(chat, user.id, login)
  return {
    ...(await accounts.startSession(user)),
    discord: { accessToken: person.accessToken },
    ...(documentId === null ? {} : { start: { documentId } }),
  }
}

/** A hint only: whoever opens the document needs a right to it all the same. */
const startDocument = async (
  chat: Chat,
  userId: string,
  login: DiscordLogin,
): Promise<string | null> => {
  if (Id.safeParse(login.customId).success) return login.customId ?? null
  const intent = await chat.intent({
    userId,
    instanceId: login.instanceId ?? null,
    channelId: login.channelId ?? null,
    since: Date.now() - INTENT_LIFE,
  })
  return intent?.document ?? null
}
