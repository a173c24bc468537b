import type { CreatedLink, CreateLink, Link, LinkList } from '@sticky/shared/api/links'
import type { Withdrawn } from '@sticky/shared/api/grants'
import { StickyError } from '@sticky/shared/errors'
import { v7 as uuid } from 'uuid'
import type { Bus } from '../bus/types.ts'
import type { LinkRow, NewLink, Store } from '../store/types.ts'
import { hashPassword } from '../users/passwords.ts'
import { hashSecret, newSecret } from '../users/secrets.ts'
import { enforceAccess } from './enforcement.ts'
import type { Permissions } from './permissions.ts'
import { underEpoch } from './under-epoch.ts'

export type ShareLinkOptions = { store: Store; bus: Bus; permissions: Permissions }

/** Links of one document at once. */
const MOST_LINKS = 100
/** How many characters of a token its document's owners see afterwards. */
const TOKEN_END = 4

type Page = { limit: number; cursor?: string | undefined }
type Addition = { userId: string; document: string; token: string; epoch: number }
type Creator = { displayName: string } | undefined

/** A document's share links, for its owners (F45). Links are made and revoked, never changed. */
export class ShareLinks {
  readonly #options: ShareLinkOptions

  constructor(options: ShareLinkOptions) {
    this.#options = options
  }

  /** The only answer that has the token. */
  async create(userId: string, document: string, link: CreateLink): Promise<CreatedLink> {
    const { store } = this.#options
    const token = newSecret()
    const row = await underEpoch(this.#options, userId, { document, needed: 'own' }, (epoch) =>
      this.#add({ userId, document, token, epoch }, link),
    )
    const creator = (await store.users.names([userId])).get(userId)
    const unused = { useCount: 0, lastUsedAt: null, revokedAt: null }
    return { ...answer({ ...row, ...unused }, creator), token, url: `/l/${token}` }
  }

  async #add(
    { userId, document, token, epoch }: Addition,
    link: CreateLink,
  ): Promise<NewLink | 'epoch'> {
    const { links } = this.#options.store
    const others = await links.of(document, { after: null, limit: MOST_LINKS })
    if (others.length === MOST_LINKS)
      throw new StickyError('conflict', 'A document has 100 links at most. Revoke one first.')
    const row = await newLink(userId, document, token, link)
    return (await links.create(row, epoch)) === 'epoch' ? 'epoch' : row
  }

  /** Those that are not revoked, the oldest first; also those that have expired. */
  async list(userId: string, document: string, { limit, cursor }: Page): Promise<LinkList> {
    const { store, permissions } = this.#options
    await permissions.require(userId, document, 'own')
    const rows = await store.links.of(document, { after: cursor ?? null, limit: limit + 1 })
    const page = rows.slice(0, limit)
    const names = await store.users.names(page.map(({ createdBy }) => createdBy))
    return {
      items: page.map((row) => answer(row, names.get(row.createdBy))),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
  }

  /** For ever. Whoever came by it is cut off at once, and nothing they write lands afterwards (F48, R31). */
  async revoke(userId: string, document: string, id: string): Promise<Withdrawn> {
    const { store, bus } = this.#options
    const revoked = await underEpoch(this.#options, userId, { document, needed: 'own' }, (epoch) =>
      store.links.revoke(document, id, Date.now(), epoch),
    )
    if (!revoked) throw new StickyError('not_found', 'This document has no such link.')
    return enforceAccess(bus, document)
  }
}

const newLink = async (
  createdBy: string,
  document: string,
  token: string,
  { role, audience, label, expiresAt, password }: CreateLink,
): Promise<NewLink> => ({
  id: uuid(),
  document,
  tokenHash: hashSecret(token),
  tokenEnd: token.slice(-TOKEN_END),
  role,
  audience,
  label: label ?? null,
  expiresAt: expiresAt ?? null,
  passwordHash: password === undefined ? null : await hashPassword(password),
  createdBy,
  createdAt: Date.now(),
})

const answer = (row: LinkRow, creator: Creator): Link => ({
  id: row.id,
  role: row.role,
  audience: row.audience,
  label: row.label,
  tokenEnd: row.tokenEnd,
  expiresAt: row.expiresAt,
  hasPassword: row.passwordHash !== null,
  createdBy: creator === undefined ? null : { id: row.createdBy, displayName: creator.displayName },
  createdAt: row.createdAt,
  useCount: row.useCount,
  lastUsedAt: row.lastUsedAt,
})
