export type User = {
  id: string
  username: string | null
  displayName: string
  color: string
  passwordHash: string | null
  /** Goes up when everything signed before must stop working. */
  tokenVersion: number
  createdAt: number
}

/** How somebody is called now, and who that is: another one than asked for once they were joined. */
export type Name = { id: string; displayName: string; color: string }

/** By what somebody is known elsewhere. */
export type IdentityRow = { provider: string; subject: string }

/** What somebody signs in with. */
export type PasswordLogin = { username: string; passwordHash: string }

export interface Users {
  /** Throws `username_taken` when the name exists in any case. */
  create(user: User): Promise<void>
  /** Users that are not deleted. */
  get(id: string): Promise<User | null>
  byUsername(username: string): Promise<User | null>
  /** By the ids that were asked for; also of who was deleted, or joined to somebody. */
  names(ids: readonly string[]): Promise<Map<string, Name>>
  /** A new password ends every session in the same transaction. */
  change(id: string, change: { displayName?: string; passwordHash?: string }): Promise<void>
  /**
   * Gives a user name and a password to somebody who has none yet; their sessions go on. Throws `username_taken` like
   * {@link create}, `conflict` when they have them.
   */
  setLogin(id: string, login: PasswordLogin): Promise<void>
  /**
   * Soft: the row stays so that authorship stays readable; name, password and identities are gone. So are their grants
   * and memberships, in the same transaction, and the epochs of what these opened go up (R31). A document without an owner then goes to `managers:` of the channel that it lives in, or
   * has none (`Documents.purge`).
   */
  delete(id: string, at: number): Promise<void>
  /**
   * The user of an identity (`discord`, snowflake), made from `user` if there is none yet. Who has no user name is
   * called from now on as `user` is; whoever has one chooses that themselves.
   */
  identify(provider: string, subject: string, user: User): Promise<User>
  identities(id: string): Promise<IdentityRow[]>
  /**
   * Gives a user an identity that nobody has yet; answers with whose it is then. Throws `conflict` when they have
   * another one of that provider.
   */
  attach(id: string, identity: IdentityRow): Promise<string>
  /**
   * Makes one user of two, for ever: what `from` has is `into`'s from now on, all in one transaction: identities, the
   * stronger right of the two to each document, what they have created and granted, memberships and intents. Sessions of
   * `from` end, and the epochs of whatever it could open go up (R31). What it wrote keeps its author (R13), who is called
   * as `into` is. Throws `conflict`, and nothing is changed, when `from` has a password, has an identity of a provider
   * of which `into` has one, or when either is not there.
   */
  join(from: string, into: string, at: number): Promise<void>
  /** The identity's subject, for look-ups in that chat. */
  subject(id: string, provider: string): Promise<string | null>
}

export type SessionRow = { id: string; userId: string; refreshHash: string; expiresAt: number }

/** What somebody shows of a session to go on with it. */
export type UsedRefresh = Pick<SessionRow, 'id' | 'refreshHash'>

/** What a session goes on with after it was used. */
export type NextRefresh = Pick<SessionRow, 'refreshHash' | 'expiresAt'>

export interface Sessions {
  create(session: SessionRow): Promise<void>
  /**
   * Swaps a session's refresh hash for the next, once; null when there is no such session, or it has expired at `now`
   * (ms). One that was used before ends the session: somebody else has it. But one that was swapped at or after
   * `repeatSince` may be swapped again while its successor is unused, whose answer may have been lost.
   */
  rotate(
    used: UsedRefresh,
    next: NextRefresh,
    now: number,
    repeatSince: number,
  ): Promise<SessionRow | null>
  alive(id: string, now: number): Promise<boolean>
  end(id: string): Promise<void>
}
