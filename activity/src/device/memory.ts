import { later, erased, renumbered } from './copy.ts'
import type { Aside, Change, Copy, Device, Edit, Kept } from './copy.ts'

/** One person's document: what came from the server, and each open copy's unsent edits. */
type Record = {
  cursor: Kept['cursor']
  updates: Uint8Array[]
  role: Kept['role']
  outboxes: Map<MemoryCopy, Edit[]>
  asides: Aside[]
  /** Exchanged by `renew` and `erase`: copies of an earlier one have nothing to say about it. */
  life: object | null
}

const blank = (): Record => ({
  cursor: null,
  updates: [],
  role: 'none',
  outboxes: new Map(),
  asides: [],
  life: {},
})

/** Gone with the tab. Where the browser keeps nothing, and in tests, where it is a browser of several tabs. */
export class MemoryDevice implements Device {
  readonly #users = new Map<string, Map<string, Record>>()

  async open(user: string, document: string): Promise<Copy> {
    const documents = this.#users.get(user) ?? new Map<string, Record>()
    this.#users.set(user, documents)
    const record = documents.get(document) ?? blank()
    documents.set(document, record)
    record.life ??= {}
    return new MemoryCopy(record)
  }

  async unsent(user: string): Promise<number> {
    const outboxes = this.#records(user).flatMap((record) => [...record.outboxes.values()])
    return outboxes.flat().reduce((sum, { edits }) => sum + edits, 0)
  }

  async forget(user: string): Promise<void> {
    for (const record of this.#records(user)) wipe(record)
    for (const record of this.#records(user)) record.asides = []
    this.#users.delete(user)
  }

  #records(user: string): Record[] {
    return [...(this.#users.get(user)?.values() ?? [])]
  }
}

const wipe = (record: Record): void => {
  record.cursor = null
  record.updates = []
  record.outboxes.clear()
  record.life = null
}

class MemoryCopy implements Copy {
  readonly lasting = false
  readonly kept: Kept
  readonly #record: Record
  #life: object | null
  #open = true

  constructor(record: Record) {
    this.#record = record
    this.#life = record.life
    const outbox: Edit[] = []
    for (const [copy, edits] of record.outboxes) {
      if (copy.#open) continue
      outbox.push(...edits)
      record.outboxes.delete(copy)
    }
    const { cursor, role, updates, asides } = record
    this.kept = {
      cursor,
      role,
      updates: [...updates],
      outbox: renumbered(outbox),
      asides: [...asides],
    }
    record.outboxes.set(this, [...this.kept.outbox])
  }

  async commit({ own, done, settled, cursor, role }: Change): Promise<void> {
    const record = this.#record
    if (record.life === null) throw erased()
    const left = [...(record.outboxes.get(this) ?? []), ...own].filter(({ n }) => n > done)
    record.outboxes.set(this, left)
    if (record.life !== this.#life) return
    record.updates.push(...settled)
    record.cursor = later(record.cursor, cursor)
    record.role = role ?? record.role
  }

  async renew(): Promise<void> {
    const record = this.#record
    if (record.life === null) throw erased()
    this.#life = record.life = {}
    record.cursor = null
    record.updates = []
  }

  async setAside(aside: Aside, done: number): Promise<void> {
    const { asides, outboxes } = this.#record
    asides.push(aside)
    outboxes.set(this, outboxes.get(this)?.filter(({ n }) => n > done) ?? [])
  }

  async erase(aside: Aside | null): Promise<void> {
    wipe(this.#record)
    if (aside !== null) this.#record.asides.push(aside)
  }

  async dismiss(asideId: string): Promise<void> {
    this.#record.asides = this.#record.asides.filter(({ id }) => id !== asideId)
  }

  close(): void {
    this.#open = false
  }
}
