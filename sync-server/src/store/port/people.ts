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

export interface Users {
  /** Throws `username_taken` when the name exists in any case. */
  create(user: User): Promise<void>
  /** Users that are not deleted. */
  get(id: string): Promise<User | null>
  byUsername(username: string): Promise<User | null>
  names(ids: readonly string[]): Promise<Map<string, { displayName: string; color: string }>>
  /** A new password ends every session in the same transaction. */
  change(id: string, change: { displayName?: string; passwordHash?: string }): Promise<void>
  /**
   * Soft: the row stays so that authorship stays readable; name, password and identities are gone. So are their grants
   * and memberships, in the same transaction, and the epochs of what these opened go up (R31). A document without an owner then goes to `managers:` of the channel that it lives in, or
   * has none (`Documents.purge`).
   */
  delete(id: string, at: number): Promise<void>
  /** The user of an identity (`discord`, snowflake), made from `user` if there is none yet. */
  identify(provider: string, subject: string, user: User): Promise<User>
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
