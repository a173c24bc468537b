import { CreateSession, RefreshSession } from '@sticky/shared/api/sessions'
import type { Session } from '@sticky/shared/api/sessions'
import {
  ChangeUser,
  CreateUser,
  FindUser,
  IdentityParams,
  PutIdentity,
} from '@sticky/shared/api/users'
import { StickyError } from '@sticky/shared/errors'
import { Id } from '@sticky/shared/ids'
import { validate } from '@sticky/shared/validate'
import { json, Router } from 'express'
import type { RequestHandler } from 'express'
import type { Chat } from '../store/types.ts'
import type { Accounts } from './accounts.ts'
import { publicUser } from './accounts.ts'
import { addressKey } from './address.ts'
import { bearerOf, requireService, userOf } from './caller.ts'
import { cleanName, exchangeCode } from './discord.ts'
import type { DiscordApp } from './discord.ts'

export type UserRoutes = {
  accounts: Accounts
  chat: Chat
  discord: DiscordApp | null
  signedIn: RequestHandler
}

type DiscordLogin = Extract<CreateSession, { discordCode: string }>

/** An intent by channel counts this long, ms: a launch takes seconds, and people press other buttons. */
const INTENT_LIFE = 2 * 60_000

export const userRoutes = (options: UserRoutes): Router => {
  const { accounts, signedIn } = options
  const router = Router()
  const body = json({ limit: '16kb' })

  router.post('/users', body, async (request, response) => {
    const user = validate(CreateUser, request.body)
    response.status(201).json(await accounts.register(user, addressKey(request.ip)))
  })
  router.get('/users', signedIn, async (request, response) => {
    const { username } = validate(FindUser, request.query)
    response.json(await accounts.find(username))
  })
  router.get('/users/me', signedIn, async (_request, response) => {
    response.json(publicUser(await accounts.get(userOf(response))))
  })
  router.patch('/users/me', signedIn, body, async (request, response) => {
    const change = validate(ChangeUser, request.body)
    response.json(await accounts.change(userOf(response), change, addressKey(request.ip)))
  })
  router.delete('/users/me', signedIn, async (_request, response) => {
    await accounts.delete(userOf(response))
    response.status(204).end()
  })
  router.get('/users/:id', signedIn, async (request, response) => {
    response.json(publicUser(await accounts.get(validate(Id, request.params['id']))))
  })

  router.post('/sessions', body, async (request, response) => {
    const login = validate(CreateSession, request.body)
    const session =
      'discordCode' in login
        ? await discordSession(options, login)
        : await accounts.login(login.username, login.password, addressKey(request.ip))
    response.status(201).json(session)
  })
  router.post('/sessions/refresh', body, async (request, response) => {
    const { refreshToken } = validate(RefreshSession, request.body)
    response.status(201).json(await accounts.refresh(refreshToken))
  })
  router.delete('/sessions/current', signedIn, async (request, response) => {
    await accounts.endSession(bearerOf(request))
    response.status(204).end()
  })

  router.put('/identities/discord/:subject', signedIn, body, async (request, response) => {
    requireService(response)
    const { subject } = validate(IdentityParams, request.params)
    const { displayName } = validate(PutIdentity, request.body)
    response.json(publicUser(await accounts.identify('discord', subject, displayName)))
  })
  return router
}

/** The Activity's sign-in, and with it the document that its person was about to open. */
const discordSession = async (
  { accounts, chat, discord }: UserRoutes,
  login: DiscordLogin,
): Promise<Session> => {
  if (discord === null) {
    throw new StickyError(
      'invalid_request',
      'This server is not connected to Discord. Sign in with user name and password.',
    )
  }
  const person = await exchangeCode(discord, login.discordCode)
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
