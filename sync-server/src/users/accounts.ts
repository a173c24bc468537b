import { StickyError } from '@sticky/shared/errors'
import type { Session as SessionAnswer } from '@sticky/shared/api/sessions'
import type { ChangeUser, CreateUser, Identity, PublicUser } from '@sticky/shared/api/users'
import { Id } from '@sticky/shared/ids'
import type { JWTPayload } from 'jose'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import type { Bus } from '../bus/types.ts'
import type { LinkSession, Store, User } from '../store/types.ts'
import { colorOf } from './colors.ts'
import { Attempts } from './attempts.ts'
import { PasswordGate } from './password-gate.ts'
import { hashPassword } from './passwords.ts'
import { hashSecret, newSecret } from './secrets.ts'
import type { Tokens } from './tokens.ts'

/** How long an access token counts, and a session without being used, ms. */
const TOKEN_LIFE = 15 * 60_000
const SESSION_LIFE = 30 * 24 * 3_600_000
/** How long a refresh token may be sent again because its answer did not come, ms. */
const REPEAT_LIMIT = 30_000
/** New accounts from one address; each costs a slow hash. */
const REGISTRATIONS = { most: 200, window: 3_600_000 }

/** The sign-in that a token names. What it signed ends with it: by sign-out, a new password, or with the user. */
export type Login = { userId: string; session: string; tokenVersion: number }

/** A signed-in user, the bot's service (in somebody's name or in nobody's), or somebody who came by a link. */
export type Caller =
  | { kind: 'user'; login: Login }
  | { kind: 'service'; userId: string | null }
  | { kind: 'link'; link: LinkSession; login: Login | null }

const LinkClaims = z.object({
  sub: z.uuid(),
  link: z.uuid(),
  doc: z.uuid(),
  login: z.object({ sub: z.uuid(), sid: z.uuid(), tv: z.int() }).nullable(),
})

export type AccountOptions = { store: Store; bus: Bus; tokens: Tokens; openRegistration: boolean }

export const publicUser = ({ id, username, displayName, color }: User): PublicUser => ({
  id,
  username,
  displayName,
  color,
})

/** People and their sessions: who somebody is. What they may do is not decided here. */
export class Accounts {
  readonly #options: AccountOptions
  readonly #gate = new PasswordGate()
  readonly #registrations = new Attempts(REGISTRATIONS.most, REGISTRATIONS.window)

  constructor(options: AccountOptions) {
    this.#options = options
  }

  async register(
    { username, password, displayName }: CreateUser,
    address: string,
  ): Promise<PublicUser> {
    if (!this.#options.openRegistration) throw new StickyError('registration_closed')
    this.#countRegistration(address)
    const user = {
      ...newUser(displayName ?? username),
      username,
      passwordHash: await hashPassword(password),
    }
    await this.#options.store.users.create(user)
    return publicUser(user)
  }

  /** Guesses count for names that nobody has, too: else they would be told from the others (T15). */
  async login(username: string, password: string, address: string): Promise<SessionAnswer> {
    const user = await this.#options.store.users.byUsername(username)
    const guess = { key: user?.id ?? `name:${username.toLowerCase()}`, address, password }
    const right = await this.#gate.opens(guess, user?.passwordHash ?? null)
    if (user === null || !right) throw new StickyError('wrong_credentials')
    return this.startSession(user)
  }

  #countRegistration(address: string): void {
    if (!this.#registrations.take(address))
      throw new StickyError('rate_limited', 'Too many new accounts. Wait an hour, then retry.')
  }

  /** The user behind a chat's identity, made on first sight. */
  identify(provider: 'discord', subject: string, displayName: string): Promise<User> {
    return this.#options.store.users.identify(provider, subject, newUser(displayName))
  }

  /**
   * From now on the identity's user is this one. Where it had an account of its own that account is joined to this
   * one: its sessions and sockets end, and what it had is this one's (F40). `identity` has to be proved by now.
   */
  async connect(id: string, identity: Identity): Promise<Identity> {
    const { store, bus } = this.#options
    const before = await store.users.attach(id, identity)
    if (before === id) return identity
    await store.users.join(before, id, Date.now())
    bus.publish('user.revoked', { userId: before })
    bus.publish('access.changed', { userId: id })
    return identity
  }

  async identities(id: string): Promise<Identity[]> {
    const known = await this.#options.store.users.identities(id)
    return known.flatMap(({ provider, subject }) =>
      provider === 'discord' ? [{ provider, subject }] : [],
    )
  }

  async startSession(user: User): Promise<SessionAnswer> {
    const id = uuid()
    const secret = newSecret()
    const expiresAt = Date.now() + SESSION_LIFE
    await this.#options.store.sessions.create({
      id,
      userId: user.id,
      refreshHash: hashSecret(secret),
      expiresAt,
    })
    return this.#answer(user, id, secret)
  }

  /**
   * A refresh token works once; the next one comes with the answer. When one that has been used is used again, somebody
   * else has it: the session ends for both (T6).
   */
  async refresh(refreshToken: string): Promise<SessionAnswer> {
    const { store } = this.#options
    const [id = '', secret = ''] = refreshToken.split('.')
    const next = newSecret()
    const now = Date.now()
    const session = Id.safeParse(id).success
      ? await store.sessions.rotate(
          { id, refreshHash: hashSecret(secret) },
          { refreshHash: hashSecret(next), expiresAt: now + SESSION_LIFE },
          now,
          now - REPEAT_LIMIT,
        )
      : null
    const user = session === null ? null : await store.users.get(session.userId)
    if (session === null || user === null) {
      throw new StickyError('unauthenticated', 'This session has ended. Sign in again.')
    }
    return this.#answer(user, session.id, next)
  }

  async endSession(token: string): Promise<void> {
    const verified = await this.#options.tokens.verify('sticky-api', token)
    if (verified.kind === 'ok')
      await this.#options.store.sessions.end(String(verified.claims['sid']))
  }

  /** Who stands behind a bearer token. Throws `unauthenticated` for anything but a living session's token (T6). */
  async authenticate(token: string): Promise<Caller> {
    const verified = await this.#options.tokens.verify(['sticky-api', 'sticky-link'], token)
    if (verified.kind !== 'ok') throw new StickyError('unauthenticated')
    if (verified.claims.aud === 'sticky-link') return this.#byLink(verified.claims)
    return { kind: 'user', login: await this.#login(verified.claims) }
  }

  /**
   * A token that says who comes by a link (`login`: signed in as whom), not that they still may: that is asked
   * of the link each time.
   */
  async startLinkSession(
    { session, link, document }: LinkSession,
    login: Login | null,
  ): Promise<{ token: string; expiresAt: number }> {
    const expiresAt = Date.now() + SESSION_LIFE
    const signedIn = login === null ? null : claimsOf(login)
    const claims = { sub: session, link, doc: document, login: signedIn, jti: uuid() }
    return { token: await this.#options.tokens.sign('sticky-link', claims, expiresAt), expiresAt }
  }

  async #byLink(claims: JWTPayload): Promise<Caller> {
    const read = LinkClaims.safeParse(claims)
    if (!read.success) throw new StickyError('unauthenticated')
    const { sub: session, link, doc: document } = read.data
    const login = read.data.login === null ? null : await this.#login(read.data.login)
    const userId = login?.userId ?? null
    return { kind: 'link', link: { session, link, document, userId }, login }
  }

  async #login({ sub, sid, tv }: JWTPayload): Promise<Login> {
    const user = typeof sub === 'string' ? await this.#options.store.users.get(sub) : null
    if (user === null || user.tokenVersion !== tv) throw new StickyError('unauthenticated')
    if (typeof sid !== 'string' || !(await this.#options.store.sessions.alive(sid, Date.now()))) {
      throw new StickyError('unauthenticated', 'This session has ended. Sign in again.')
    }
    return { userId: user.id, session: sid, tokenVersion: user.tokenVersion }
  }

  async get(id: string): Promise<User> {
    const user = await this.#options.store.users.get(id)
    if (user === null) throw new StickyError('not_found', 'There is no such user.')
    return user
  }

  /** Who that is now: somebody may have been joined to another. */
  async now(id: string): Promise<User> {
    const name = (await this.#options.store.users.names([id])).get(id)
    return this.get(name?.id ?? id)
  }

  async find(username: string): Promise<PublicUser> {
    const user = await this.#options.store.users.byUsername(username)
    if (user === null) throw new StickyError('not_found', `Nobody here is called ${username}.`)
    return publicUser(user)
  }

  /**
   * Gives a user name and a password to who came from a chat, so that they may sign in by these too, as the same user.
   * Nothing ends by it: nobody had another password.
   */
  async addLogin(
    id: string,
    { username, password, displayName }: ChangeUser,
    address: string,
  ): Promise<PublicUser> {
    const { users } = this.#options.store
    const { username: named } = await this.get(id)
    if (named !== null)
      throw new StickyError('conflict', `Your user name is ${named} and stays. Leave username out.`)
    if (username === undefined || password === undefined) throw noLogin()
    this.#countRegistration(address)
    await users.setLogin(id, { username, passwordHash: await hashPassword(password) })
    if (displayName !== undefined) await users.change(id, { displayName })
    return publicUser(await this.get(id))
  }

  /** A new password ends every session and ticket that was signed before it. */
  async change(
    id: string,
    { displayName, password, currentPassword }: ChangeUser,
    address: string,
  ): Promise<PublicUser> {
    const { store, bus } = this.#options
    const user = await this.get(id)
    if (password === undefined) {
      if (displayName !== undefined) await store.users.change(id, { displayName })
      return publicUser(await this.get(id))
    }
    if (user.passwordHash === null) throw noLogin()
    const guess = { key: id, address, password: currentPassword ?? '' }
    if (!(await this.#gate.opens(guess, user.passwordHash))) {
      throw new StickyError(
        'wrong_credentials',
        'currentPassword is wrong. Send the password that counts now.',
      )
    }
    const passwordHash = await hashPassword(password)
    await store.users.change(
      id,
      displayName === undefined ? { passwordHash } : { displayName, passwordHash },
    )
    bus.publish('user.revoked', { userId: id })
    return publicUser(await this.get(id))
  }

  /** Soft: sessions and sockets end now, what they wrote stays (T1). */
  async delete(id: string): Promise<void> {
    await this.#options.store.users.delete(id, Date.now())
    this.#options.bus.publish('user.revoked', { userId: id })
  }

  async #answer(user: User, sid: string, secret: string): Promise<SessionAnswer> {
    const expiresAt = Date.now() + TOKEN_LIFE
    const login = { userId: user.id, session: sid, tokenVersion: user.tokenVersion }
    const claims = { ...claimsOf(login), jti: uuid() }
    const token = await this.#options.tokens.sign('sticky-api', claims, expiresAt)
    return { token, expiresAt, refreshToken: `${sid}.${secret}`, user: publicUser(user) }
  }
}

const noLogin = (): StickyError =>
  new StickyError('invalid_request', 'Send username and password together: you have neither yet.')

const claimsOf = ({ userId, session, tokenVersion }: Login) => ({
  sub: userId,
  sid: session,
  tv: tokenVersion,
})

const newUser = (displayName: string): User => {
  const id = uuid()
  return {
    id,
    username: null,
    displayName,
    color: colorOf(id),
    passwordHash: null,
    tokenVersion: 0,
    createdAt: Date.now(),
  }
}
