import { MAX_TEXT_BYTES } from '@sticky/shared/api/documents'
import type {
  CreateDocument,
  Document,
  DocumentPage,
  ImportDocument,
  ListDocuments,
} from '@sticky/shared/api/documents'
import type { Grant, GrantList, CreateGrant, Withdrawn } from '@sticky/shared/api/grants'
import type { Listing } from '@sticky/shared/api/listing'
import type { Role } from '@sticky/shared/access'
import { StickyError } from '@sticky/shared/errors'
import type { Reason } from '@sticky/shared/errors'
import { Id } from '@sticky/shared/ids'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import type { Bus } from '../bus/types.ts'
import type { DocumentRow, GrantRow, NewEntry, Store } from '../store/types.ts'
import type { Actor } from '../users/actor.ts'
import { orderOf, pageOf, readCursor, writeCursor } from './cursor.ts'
import { describe } from './description.ts'
import { enforceAccess } from './enforcement.ts'
import type { Guilds } from './guilds.ts'
import type { HtmlImports } from './html-imports.ts'
import { requireGuild, requireMembership } from './memberships.ts'
import type { Memberships } from './memberships.ts'
import type { Permissions } from './permissions.ts'
import { SCRUB_LIMIT } from './scrub-limit.ts'
import { underEpoch } from './under-epoch.ts'

export type LibraryOptions = {
  store: Store
  bus: Bus
  permissions: Permissions
  memberships: Memberships
  guilds: Guilds
  imports: HtmlImports
}

/** Grants of one document at once: to people by name, and to channels and roles, each of which is asked about by who comes. */
const MOST_PEOPLE = 1_000
const MOST_PLACES = 200

/** What an owner may do to a document that is deleted, too. */
const ownedBefore = (document: string) => ({ document, needed: 'own', alsoDeleted: true }) as const

/** Documents and who they are shared with. Every method checks the right of the user it is called for. */
export class Library {
  readonly #options: LibraryOptions

  constructor(options: LibraryOptions) {
    this.#options = options
  }

  /** The first text is log entry 1, written by the server in the creator's name (R64). */
  async create(userId: string, { title, content, grants }: CreateDocument): Promise<Document> {
    const { store, bus } = this.#options
    if (Buffer.byteLength(content ?? '') > MAX_TEXT_BYTES) throw new StickyError('too_large')
    if (
      (grants ?? []).some(({ principal, role }) => principal === `user:${userId}` && role !== 'own')
    )
      throw new StickyError('last_owner')
    await Promise.all(
      (grants ?? []).map(async (grant) => {
        await this.#checkPrincipal(userId, grant)
        await this.#checkNew(userId, grant)
      }),
    )
    const now = Date.now()
    const id = uuid()
    const row = { id, title, createdBy: userId, createdAt: now, modifiedAt: now, deletedAt: null }
    const first =
      content === undefined || content === '' ? null : await this.#seed(id, userId, content, now)
    await store.documents.create({
      row,
      generation: uuid(),
      grants: [
        { document: id, principal: `user:${userId}`, role: 'own', grantedBy: null, createdAt: now },
        ...(grants ?? []).map((grant) => ({
          ...grant,
          document: id,
          grantedBy: userId,
          createdAt: now,
        })),
      ],
      first,
    })
    if (first !== null) bus.publish('documents.dirty', { documents: [id] })
    return this.#answer(row, 'own')
  }

  /** A document from markdown or HTML; without a title it is called after its first line. */
  async import(userId: string, { title, markdown, html }: ImportDocument): Promise<Document> {
    const content =
      html === undefined ? (markdown ?? '') : await this.#options.imports.markdown(userId, html)
    return this.create(userId, { title: title ?? titleOf(content), content })
  }

  /** Whoever came by a link does not hear whose it is (T9). */
  async get(actor: Actor, id: string): Promise<Document> {
    const { row, role } = await this.#options.permissions.require(actor, id, 'view')
    const answer = await this.#answer(row, role)
    return typeof actor === 'string' ? answer : { ...answer, createdBy: null }
  }

  async list(userId: string, query: ListDocuments): Promise<DocumentPage> {
    const { store, permissions } = this.#options
    const order = query.order ?? orderOf(query.sort)
    const found = await store.documents.list({
      userId,
      reach: await permissions.reachOf(userId),
      scope: query.scope,
      sort: query.sort,
      order,
      createdBy: query.createdBy ?? null,
      sharedBy: query.sharedBy ?? null,
      sharedWith: query.channel === undefined ? null : `channel:${query.channel}`,
      role: query.role ?? null,
      limit: query.limit + 1,
      after: readCursor(query.cursor, [query.sort, order], Position),
    })
    const page = found.slice(0, query.limit)
    const last = found.length > query.limit ? page.at(-1) : undefined
    return {
      items: await describe(store, page),
      nextCursor: last === undefined ? null : writeCursor([query.sort, order], last.at),
    }
  }

  async rename(actor: Actor, id: string, title: string): Promise<Document> {
    const { store, bus } = this.#options
    await underEpoch(this.#options, actor, { document: id, needed: 'edit' }, (epoch) =>
      store.documents.rename(id, title, Date.now(), epoch),
    )
    bus.publish('document.changed', { document: id })
    return this.get(actor, id)
  }

  /** Soft: its sockets close and its cards say so; `restore` brings it back. */
  async delete(userId: string, id: string): Promise<void> {
    const { store, bus } = this.#options
    await underEpoch(this.#options, userId, { document: id, needed: 'own' }, (epoch) =>
      store.documents.setDeleted(id, Date.now(), epoch),
    )
    bus.publish('document.changed', { document: id })
  }

  /** Only for owners, also of a deleted document (T4). */
  async restore(userId: string, id: string): Promise<Document> {
    const { store, bus } = this.#options
    await underEpoch(this.#options, userId, ownedBefore(id), (epoch) =>
      store.documents.setDeleted(id, null, epoch),
    )
    bus.publish('document.changed', { document: id })
    return this.get(userId, id)
  }

  /** For ever: nothing brings it back. Only for owners, also of a deleted document (T4). */
  async erase(userId: string, id: string): Promise<void> {
    const { store, bus } = this.#options
    await underEpoch(this.#options, userId, ownedBefore(id), (epoch) =>
      store.documents.erase(id, Date.now(), epoch),
    )
    bus.publish('document.changed', { document: id })
    await bus.request('merge.scrub', null, SCRUB_LIMIT)
  }

  /** The oldest first. */
  async grants(userId: string, id: string, listing: Listing): Promise<GrantList> {
    const { store, permissions } = this.#options
    await permissions.require(userId, id, 'own')
    const { items, nextCursor } = pageOf(
      await store.grants.of(id),
      'granted',
      listing,
      ({ createdAt, principal }) => `${String(createdAt).padStart(16, '0')} ${principal}`,
    )
    return { items: await this.#named(items), nextCursor }
  }

  /** Open sockets are downgraded or cut at once (F48). */
  async putGrant(userId: string, id: string, grant: CreateGrant): Promise<Grant> {
    const { store, bus } = this.#options
    const row = { ...grant, document: id, grantedBy: userId, createdAt: Date.now() }
    await underEpoch(this.#options, userId, { document: id, needed: 'own' }, async (epoch) => {
      await this.#checkPrincipal(userId, grant)
      await this.#checkAdded(userId, id, grant)
      return store.grants.put(row, epoch)
    })
    bus.publish('access.changed', { document: id })
    const stored = await store.grants.of(id)
    const [answer] = await this.#named(
      stored.filter(({ principal }) => principal === grant.principal),
    )
    if (answer === undefined) throw new StickyError('conflict')
    return answer
  }

  /** Withdraws a grant; everybody may withdraw their own, an owner anybody's. */
  async deleteGrant(userId: string, id: string, principal: string): Promise<Withdrawn> {
    const { store, bus } = this.#options
    const needed = principal === `user:${userId}` ? 'view' : 'own'
    const deleted = await underEpoch(this.#options, userId, { document: id, needed }, (epoch) =>
      store.grants.delete(id, principal, epoch),
    )
    if (!deleted) throw new StickyError('not_found', 'There is no such grant.')
    return enforceAccess(bus, id)
  }

  async #seed(document: string, userId: string, text: string, at: number): Promise<NewEntry> {
    const author = `user:${userId}`
    const { update, client, length } = await this.#options.bus.request('merge.seed', {
      document,
      author,
      text,
    })
    return { author, clients: [{ client, from: 0, to: length }], at, update }
  }

  async #checkPrincipal(userId: string, { principal }: CreateGrant): Promise<void> {
    const [kind, key] = split(principal)
    if (kind === 'channel' || kind === 'managers')
      return requireMembership(this.#options.memberships, userId, key)
    if (kind === 'role')
      return requireGuild(this.#options.memberships, userId, key.slice(0, key.indexOf('/')))
    if ((await this.#options.store.users.get(key)) !== null) return
    throw new StickyError('not_found', 'There is no such user to share with.')
  }

  /** A channel is brought a document by who may do so there. */
  async #checkNew(userId: string, { principal }: CreateGrant): Promise<void> {
    const [kind, key] = split(principal)
    if (kind === 'channel') await this.#options.guilds.require(userId, key, 'create')
  }

  /** What is granted already may always be changed. */
  async #checkAdded(userId: string, document: string, grant: CreateGrant): Promise<void> {
    const { principal } = grant
    const isPerson = (one: string): boolean => split(one)[0] === 'user'
    const [most, what, reason]: [number, string, Reason] = isPerson(principal)
      ? [MOST_PEOPLE, 'people', 'too_many_people']
      : [MOST_PLACES, 'channels and roles', 'too_many_places']
    const grants = (await this.#options.store.grants.of(document)).filter(
      (one) => isPerson(one.principal) === isPerson(principal),
    )
    if (grants.some((one) => one.principal === principal)) return
    await this.#checkNew(userId, grant)
    if (grants.length < most) return
    throw new StickyError(
      'conflict',
      `A document is granted to ${most} ${what} at most. Withdraw one first, or share it by a link.`,
      { reason },
    )
  }

  async #named(grants: readonly GrantRow[]): Promise<Grant[]> {
    const ids = grants
      .filter(({ principal }) => split(principal)[0] === 'user')
      .map(({ principal }) => split(principal)[1])
    const names = await this.#options.store.users.names(ids)
    return grants.map(({ principal, role, grantedBy, createdAt }) => ({
      principal,
      name: names.get(split(principal)[1])?.displayName ?? split(principal)[1],
      role,
      grantedBy,
      createdAt,
    }))
  }

  async #answer(row: DocumentRow, role: Role): Promise<Document> {
    const [answer] = await describe(this.#options.store, [{ row, role }])
    if (answer === undefined) throw new StickyError('not_found')
    return answer
  }
}

const Position = z.strictObject({ key: z.union([z.string(), z.number()]), id: Id })

/** The first line with something in it, without its marks. */
const titleOf = (content: string): string => {
  const line = content
    .split('\n')
    .map((one) =>
      one.replace(/^[\s#>*+-]+/, '').replace(/[\p{Cc}\p{Cs}\u2028-\u202E\u2066-\u2069]/gu, ''),
    )
    .find((one) => one.trim() !== '')
  return line?.trim().slice(0, 100).toWellFormed().trim() || 'Imported document'
}

const split = (principal: string): [kind: string, key: string] => {
  const colon = principal.indexOf(':')
  return [principal.slice(0, colon), principal.slice(colon + 1)]
}
