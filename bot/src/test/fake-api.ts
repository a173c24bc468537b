import type {
  Card,
  ChangePlacement,
  CreatePlacement,
  Placement,
  EndPlacement,
  MovePlacement,
} from '@sticky/shared/api/cards'
import type { PutIntent, PutMembership } from '@sticky/shared/api/chat'
import type {
  ContentQuery,
  CreateDocument,
  Document,
  ListDocuments,
} from '@sticky/shared/api/documents'
import type { GuildSettings } from '@sticky/shared/api/guilds'
import type { Comparison, ListVersions, Version } from '@sticky/shared/api/history'
import type { Role } from '@sticky/shared/access'
import type { Listing } from '@sticky/shared/api/listing'
import type { Grant, PutGrant } from '@sticky/shared/api/grants'
import type { CreatedLink, CreateLink, Link, ListLinks } from '@sticky/shared/api/links'
import type { Found, SearchDocuments } from '@sticky/shared/api/search'
import { StickyError } from '@sticky/shared/errors'
import type { Api } from '../server.ts'

export const ADA = '00000000-0000-4000-8000-00000000ada0'
export const GRACE = '00000000-0000-4000-8000-0000000ace00'
/** Not there, or not theirs. */
export const GONE = '00000000-0000-4000-8000-000000000404'
export const PLAN = '00000000-0000-4000-8000-0000000000d1'

export const cardOf = (change: Partial<Card> = {}): Card => ({
  documentId: PLAN,
  title: 'Plan',
  excerpt: 'Buy milk',
  words: 2,
  tasks: { done: 0, total: 0 },
  people: [],
  editedAt: 1_750_000_000_000,
  editedBy: 'Ada',
  seq: 1,
  hash: 'h1',
  deleted: false,
  ...change,
})

export const placementOf = (change: Partial<Placement> = {}): Placement => ({
  id: '00000000-0000-4000-8000-0000000000b1',
  documentId: PLAN,
  channel: '100000000000000001/200000000000000001',
  messageId: '300000000000000001',
  shownHash: 'h0',
  shownSeq: 0,
  stuck: false,
  ...change,
})

type Answering = <T>(call: string, make: () => T) => Promise<T>

/** Of a text, as the server names it. */
export const ETAG = `"${'e'.repeat(43)}"`

/**
 * The server as far as the bot sees it: set what it holds, look at `calls` for what it was told, in
 * order.
 */
export class FakeServer {
  card: Card | null = cardOf()
  tasks: { anchor: string; text: string; checked: boolean }[] = []
  /** Whether the document is shared with the channel no longer. */
  withheld = false
  role: Role = 'edit'
  placed: Placement[] = []
  owned: Document[] = []
  shared: Document[] = []
  /** What was granted to the channel. */
  here: Document[] = []
  found: Found[] = []
  links: Link[] = []
  grants: Grant[] = [grantOf(`user:${ADA}`, 'own', { name: 'Ada', grantedBy: null })]
  /** The newest first. */
  versions: Version[] = []
  pieces: Comparison['pieces'] = []
  text = 'Buy milk'
  etag = ETAG
  settings: GuildSettings = { create: null, edit: null, stick: null }
  /** Where the log is after a text was written. */
  savedAt = 8
  /** What every call waits for. */
  slow: Promise<void> = Promise.resolve()
  /** What was written, in order: `<method> <what>`. */
  readonly written: string[] = []
  /** Calls whose next use fails. */
  readonly failing = new Map<string, StickyError>()
  readonly calls: string[] = []
  #moves = 0
  readonly memberships: PutMembership[] = []
  readonly intents: (PutIntent & { by: string })[] = []
  readonly created: CreateDocument[] = []
  readonly searched: Partial<SearchDocuments>[] = []

  /** In the service's name, or in that of `by`. */
  api(by = 'service'): Api {
    const answer = async <T>(call: string, make: () => T): Promise<T> => {
      this.calls.push(`${by} ${call}`)
      await this.slow
      const failure = this.failing.get(call)
      if (failure === undefined) return make()
      this.failing.delete(call)
      throw failure
    }
    const methods = {
      as: (userId: string) => this.api(userId),
      putIdentity: (subject: string, displayName: string) =>
        answer('putIdentity', () => ({
          id: subject.endsWith('1') ? ADA : GRACE,
          username: null,
          displayName,
          color: '#123456',
        })),
      putMembership: (membership: PutMembership) =>
        answer('putMembership', () => void this.memberships.push(membership)),
      putIntent: (intent: PutIntent) =>
        answer('putIntent', () => void this.intents.push({ ...intent, by })),
      createDocument: (document: CreateDocument) =>
        answer('createDocument', () => {
          this.created.push(document)
          return documentOf(PLAN, document.title)
        }),
      document: (id: string) =>
        answer('document', () => {
          if (id === GONE) throw new StickyError('not_found')
          const known = [...this.owned, ...this.shared, ...this.here].find((one) => one.id === id)
          return { ...(known ?? documentOf(id, 'Plan')), role: this.role }
        }),
      listDocuments: ({ scope, channel, limit, cursor }: Partial<ListDocuments>) =>
        answer('listDocuments', () => {
          const lists = { owned: this.owned, shared: this.shared, deleted: [] }
          const any = [...this.owned, ...this.shared, ...this.here]
          const all =
            channel !== undefined ? this.here : scope === 'any' ? any : lists[scope ?? 'owned']
          return pageOf(all, limit, cursor)
        }),
      search: (query: Partial<SearchDocuments>) =>
        answer('search', () => {
          this.searched.push(query)
          return pageOf(this.found, query.limit, query.cursor)
        }),
      grants: (_id: string, { limit, cursor }: Partial<Listing> = {}) =>
        answer('grants', () => pageOf(this.grants, limit, cursor)),
      putGrant: (_id: string, principal: string, { role }: PutGrant) =>
        answer('putGrant', () => {
          this.grants = this.grants.filter((one) => one.principal !== principal)
          const grant = grantOf(principal, role)
          this.grants.push(grant)
          return grant
        }),
      deleteGrant: (_id: string, principal: string) =>
        answer('deleteGrant', () => {
          this.grants = this.grants.filter((one) => one.principal !== principal)
          return { cut: 2 }
        }),
      links: (_id: string, { limit, cursor }: Partial<ListLinks> = {}) =>
        answer('links', () => pageOf(this.links, limit, cursor)),
      createLink: (_id: string, { password, label, expiresAt, ...link }: CreateLink) =>
        answer('createLink', () => {
          const more = { label: label ?? null, expiresAt: expiresAt ?? null }
          const made = linkOf({ ...link, ...more, hasPassword: password !== undefined })
          this.links.push(made)
          return { ...made, token: 'secret-abcd', url: '/l/secret-abcd' } satisfies CreatedLink
        }),
      revokeLink: (_id: string, link: string) =>
        answer('revokeLink', () => {
          this.links = this.links.filter(({ id }) => id !== link)
          return { cut: 2 }
        }),
      ...this.#texts(answer),
      ...this.#history(answer),
      ...this.#chat(answer),
      card: () =>
        answer('card', () => {
          if (this.withheld) throw new StickyError('forbidden')
          if (this.card === null) throw new StickyError('not_found')
          return this.card
        }),
      cardImage: () => answer('cardImage', () => new Uint8Array([1, 2, 3])),
      placements: () => answer('placements', () => ({ items: this.placed, nextCursor: null })),
      stalePlacements: () =>
        answer('stalePlacements', () => ({ items: this.placed, nextCursor: null })),
      tasks: (_id: string, { limit, cursor }: Partial<Listing> = {}) =>
        answer('tasks', () => pageOf(this.tasks, limit, cursor)),
      tick: (_id: string, anchor: string, checked: boolean) =>
        answer('tick', () => {
          const task = this.tasks.find((one) => one.anchor === anchor)
          if (task === undefined) throw new StickyError('conflict')
          task.checked = checked
        }),
      createPlacement: (documentId: string, placement: CreatePlacement) =>
        answer('createPlacement', () => {
          const id = `00000000-0000-4000-8000-${placement.messageId.slice(-12)}`
          const placed = { id, documentId, stuck: false, ...placement }
          this.placed.push(placed)
          return placed
        }),
      changePlacement: (id: string, change: ChangePlacement) =>
        answer('changePlacement', () => {
          const { shownHash, shownSeq, was, messageId, shownIn, former } = change
          const known = (of: string, message?: string) =>
            this.placed.find((one) => one.id === of && one.messageId === (message ?? one.messageId))
          const before = known(id, shownIn)
          const counts =
            before !== undefined && (former === undefined || known(former.id, former.shownIn))
          if (before === undefined || !counts) return known(id) ?? placementOf({ id })
          const isNewer = before.shownSeq < 0 && before.shownSeq !== (was ?? before.shownSeq)
          this.placed = this.placed
            .filter((one) => one.id === id || one.messageId !== messageId)
            .map((one) => {
              if (one.id === former?.id)
                return { ...one, shownHash: former.shownHash, messageId: before.messageId }
              if (one.id !== id) return one
              return {
                ...one,
                shownHash: isNewer && messageId === undefined ? one.shownHash : shownHash,
                shownSeq: isNewer ? one.shownSeq : shownSeq,
                messageId: messageId ?? one.messageId,
              }
            })
          return known(id)
        }),
      movePlacement: (id: string, move: MovePlacement) =>
        answer('movePlacement', () => {
          const from = this.placed.find((one) => one.id === id)
          if (from === undefined) throw new StickyError('not_found')
          const { documentId, channel } = from
          this.#moves += 1
          const to = placementOf({
            id: `00000000-0000-4000-8000-${String(this.#moves).padStart(12, '0')}`,
            documentId,
            channel,
            shownSeq: -1,
            ...move,
          })
          this.placed.push(to)
          return { from, to }
        }),
      deletePlacement: (id: string, { shownIn }: EndPlacement = {}) =>
        answer('deletePlacement', () => {
          this.placed = this.placed.filter(
            (one) => one.id !== id || one.messageId !== (shownIn ?? one.messageId),
          )
        }),
    }
    return methods as unknown as Api
  }

  #texts(answer: Answering) {
    return {
      renameDocument: (id: string, title: string) =>
        answer('renameDocument', () => documentOf(id, title)),
      deleteDocument: () => answer('deleteDocument', () => undefined),
      restoreDocument: (id: string) => answer('restoreDocument', () => documentOf(id, 'Plan')),
      append: (_id: string, markdown: string) =>
        answer('append', () => {
          this.written.push(`append ${markdown}`)
          return { seq: 2 }
        }),
      content: (_id: string, { format }: Partial<ContentQuery> = {}) =>
        answer('content', () => (format === 'html' ? `<p>${this.text}</p>` : this.text)),
      contentJson: () =>
        answer('contentJson', () => ({ title: 'Plan', text: this.text, etag: this.etag, seq: 7 })),
      writeContent: (_id: string, text: string, etag?: string, base?: number) =>
        answer('writeContent', () => {
          this.written.push(`write ${JSON.stringify(text)} on ${base} ${etag}`)
          return { seq: this.savedAt }
        }),
    }
  }

  #history(answer: Answering) {
    return {
      versions: (_id: string, { limit, cursor }: Partial<ListVersions>) =>
        answer('versions', () => pageOf(this.versions, limit, String(cursor ?? 0))),
      version: (_id: string, v: number) =>
        answer('version', () => {
          const found = this.versions.find((one) => one.v === v)
          if (found === undefined) throw new StickyError('not_found')
          return found
        }),
      compareVersion: (_id: string, from: number) =>
        answer('compareVersion', () => ({ from, to: null, pieces: this.pieces })),
      restoreVersion: (_id: string, v: number) =>
        answer('restoreVersion', () => {
          this.written.push(`restore ${v}`)
          return { seq: 9 }
        }),
    }
  }

  #chat(answer: Answering) {
    const stick = (id: string, stuck: boolean): Placement => {
      this.placed = this.placed.map((one) => ({ ...one, stuck: one.id === id && stuck }))
      return placementOf({ id, stuck })
    }
    return {
      guildSettings: () => answer('guildSettings', () => this.settings),
      putGuildSettings: (_guild: string, settings: GuildSettings) =>
        answer('putGuildSettings', () => (this.settings = settings)),
      stuckPlacements: () =>
        answer('stuckPlacements', () => ({
          items: this.placed.filter(({ stuck }) => stuck),
          nextCursor: null,
        })),
      stickPlacement: (id: string) => answer('stickPlacement', () => stick(id, true)),
      unstickPlacement: (id: string) => answer('unstickPlacement', () => stick(id, false)),
    }
  }
}

export const documentOf = (id: string, title: string, modifiedAt = 0): Document => ({
  id,
  title,
  role: 'own',
  createdBy: null,
  createdAt: 0,
  modifiedAt,
})

/** Where a page of this stand-in ends is told by how many came before. */
const pageOf = <T>(all: T[], limit = 50, cursor = '0') => {
  const end = Number(cursor) + limit
  return {
    items: all.slice(Number(cursor), end),
    nextCursor: end < all.length ? String(end) : null,
  }
}

export const foundOf = (id: string, title: string, change: Partial<Found> = {}): Found => ({
  ...documentOf(id, title),
  titleMatches: [],
  snippet: { text: '', matches: [] },
  ...change,
})

export const versionOf = (v: number, change: Partial<Version> = {}): Version => ({
  v,
  at: 1_790_000_000_000 - v * 60_000,
  authors: [{ id: ADA, name: 'Ada', color: '#123456' }],
  size: 8,
  ...change,
})

export const LINK = '00000000-0000-4000-8000-0000000000e1'

export const linkOf = (change: Partial<Link> = {}): Link => ({
  id: LINK,
  role: 'view',
  audience: 'anyone',
  label: null,
  tokenEnd: 'abcd',
  expiresAt: null,
  hasPassword: false,
  createdBy: null,
  createdAt: 0,
  useCount: 0,
  lastUsedAt: null,
  ...change,
})

export const grantOf = (
  principal: string,
  role: Grant['role'],
  change: Partial<Grant> = {},
): Grant => ({
  principal,
  name: principal === `user:${GRACE}` ? 'Grace' : principal,
  role,
  grantedBy: ADA,
  createdAt: 0,
  ...change,
})
