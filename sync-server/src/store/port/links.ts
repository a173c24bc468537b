import type { Written } from './written.ts'

export type LinkRow = {
  id: string
  document: string
  /** Of a secret that nobody but its holders knows (T13). */
  tokenHash: string
  /** The secret's last characters, for people to tell links apart. */
  tokenEnd: string
  role: 'view' | 'edit'
  audience: 'anyone' | 'granted'
  label: string | null
  expiresAt: number | null
  passwordHash: string | null
  createdBy: string
  createdAt: number
  useCount: number
  lastUsedAt: number | null
  revokedAt: number | null
}

export type NewLink = Omit<LinkRow, 'useCount' | 'lastUsedAt' | 'revokedAt'>

/** Share links. None is ever changed, but by being used and, once, by being revoked. */
export interface Links {
  /** `epoch`: see {@link Written}. */
  create(link: NewLink, epoch?: number): Promise<Written>
  /** Also a revoked one, and one that has expired. */
  get(id: string): Promise<LinkRow | null>
  byToken(tokenHash: string): Promise<LinkRow | null>
  /** A document's links that are not revoked, by id, at most `limit` after `after` (null: from the first). */
  of(document: string, page: { after: string | null; limit: number }): Promise<LinkRow[]>
  /** Counts a use at `at` (ms since 1970); false when it was revoked meanwhile. */
  use(id: string, at: number): Promise<boolean>
  /**
   * Ends a link for ever and bumps its document's epoch in one transaction (R31). False when this document has
   * no such link, or it was revoked before.
   */
  revoke(document: string, id: string, at: number, epoch?: number): Promise<boolean | 'epoch'>
}
