import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type {
  Append,
  Entry,
  GrantRow,
  Head,
  NewEntry,
  NewLink,
  PageSize,
  Snapshot,
  Store,
  User,
} from '../types.ts'

/** More than any of these logs has. */
export const ALL: PageSize = { entries: 10_000, bytes: Infinity }

/** A store on its own, empty medium; `reopen` closes it as a stopping program would and opens it again. */
export type Opened = { store: Store; reopen(): Promise<Store>; close(): Promise<void> }

/** 2026-01-01; times in the stories count from here, in ms. */
export const START = 1_767_225_600_000

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** An update is opaque to the store: here it is some text. */
export const entry = (text: string, more: Partial<NewEntry> = {}): NewEntry => ({
  author: `user:${randomUUID()}`,
  clients: [{ client: 7, from: 0, to: text.length }],
  at: START,
  update: bytes(text),
  ...more,
})

export const textsOf = (entries: readonly Entry[]): string[] =>
  entries.map(({ update }) => new TextDecoder().decode(update))

export const snapshot = (coversSeq: number, more: Partial<Snapshot> = {}): Snapshot => ({
  coversSeq,
  update: bytes(`merged to ${coversSeq}`),
  stateVector: bytes('vector'),
  deleted: bytes('deleted'),
  authors: [[7, 'user:somebody']],
  contributors: [],
  text: `text ${coversSeq}`,
  at: START,
  ...more,
})

export const newUser = (more: Partial<User> = {}): User => ({
  id: randomUUID(),
  username: null,
  displayName: 'Somebody',
  color: '#15803d',
  passwordHash: null,
  tokenVersion: 0,
  createdAt: START,
  ...more,
})

type NewDocumentOptions = {
  title?: string
  owner?: string
  at?: number
  grants?: Pick<GrantRow, 'principal' | 'role'>[]
  first?: NewEntry
}

/** The tiny language of the store's stories. */
export class World {
  #opened: Opened

  constructor(opened: Opened) {
    this.#opened = opened
  }

  get store(): Store {
    return this.#opened.store
  }

  /** The program stops and starts again on the same data. */
  async restart(): Promise<void> {
    this.#opened = { ...this.#opened, store: await this.#opened.reopen() }
  }

  close(): Promise<void> {
    return this.#opened.close()
  }

  async user(more: Partial<User> = {}): Promise<string> {
    const user = newUser(more)
    await this.store.users.create(user)
    return user.id
  }

  async document(options: NewDocumentOptions = {}): Promise<string> {
    const id = randomUUID()
    const owner = options.owner ?? (await this.user())
    const at = options.at ?? START
    const grants = [{ principal: `user:${owner}`, role: 'own' as const }, ...(options.grants ?? [])]
    await this.store.documents.create({
      row: {
        id,
        title: options.title ?? 'Plan',
        createdBy: owner,
        createdAt: at,
        modifiedAt: at,
        deletedAt: null,
      },
      generation: randomUUID(),
      grants: grants.map((grant) => ({ ...grant, document: id, grantedBy: null, createdAt: at })),
      first: options.first ?? null,
    })
    return id
  }

  async head(document: string): Promise<Head> {
    const head = await this.store.log.head(document)
    if (head === null) throw new Error(`${document} has no head`)
    return head
  }

  /** An append as somebody makes it who has just read the head. */
  async next(document: string, ...texts: string[]): Promise<Append> {
    const { seq, epoch } = await this.head(document)
    return { document, expected: seq, epoch, entries: texts.map((text) => entry(text)) }
  }

  /** Writes each text as one entry. */
  async write(document: string, ...texts: string[]): Promise<void> {
    const [result] = await this.store.log.append([await this.next(document, ...texts)])
    expect(result?.kind).toBe('appended')
  }

  /** All that the log has. */
  async read(document: string): Promise<string[]> {
    return textsOf(await this.entries(document))
  }

  async entries(document: string): Promise<Entry[]> {
    const { entries, more } = await this.store.log.read(document, 0, ALL)
    expect(more).toBe(false)
    return entries
  }

  /** What the bot is told from now on. */
  async listen(): Promise<() => Promise<unknown[]>> {
    const from = await this.store.events.newest()
    return async () => (await this.store.events.after(from, 100)).map(({ event }) => event)
  }
}

/** A link, not stored yet. */
export const newLink = async (world: World, more: Partial<NewLink> = {}): Promise<NewLink> => ({
  id: randomUUID(),
  document: more.document ?? (await world.document()),
  tokenHash: `hash of ${randomUUID()}`,
  tokenEnd: 'aB-_',
  role: 'view',
  audience: 'anyone',
  label: null,
  expiresAt: null,
  passwordHash: null,
  createdBy: more.createdBy ?? (await world.user()),
  createdAt: START,
  ...more,
})

/** A part of the suite: stories told of the world of the moment. */
export type Stories = (world: () => World) => void
