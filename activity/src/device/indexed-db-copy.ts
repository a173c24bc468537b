import type { Role } from '@sticky/shared/access'
import type { Cursor } from '@sticky/shared/frames'
import { compact } from './compact.ts'
import { erased, later, renumbered } from './copy.ts'
import type { Aside, Change, Copy, Edit, Kept } from './copy.ts'
import { answer, done, entries, under } from './requests.ts'

/** `life` is exchanged by `renew`: copies of an earlier one have nothing to say about `updates`. */
type Head = { life: string; cursor: Cursor | null; role: Role; rows: number; next: number }
type Sent = { edits: number; update: Uint8Array }
type Stores = { [name in 'copies' | 'updates' | 'outbox' | 'asides']: IDBObjectStore }

type Place = {
  database: IDBDatabase
  user: string
  document: string
  id: string
  /** Copies that live in other tabs: their edits are theirs. */
  others: ReadonlySet<string>
  release: () => void
}

/** Rows of updates that are read one by one at the next opening; more are made one. */
const MANY = 200

/** A copy in IndexedDB. All tabs read and write the same rows, each time in one transaction. */
export class IndexedDbCopy implements Copy {
  readonly lasting = true
  readonly kept: Kept
  readonly #place: Place
  #life: string

  private constructor(place: Place, kept: Kept, life: string) {
    this.#place = place
    this.kept = kept
    this.#life = life
  }

  static async open(place: Place): Promise<IndexedDbCopy> {
    const { user, document } = place
    return write(place, async ({ copies, updates, outbox, asides }) => {
      const head = (await headIn(copies, place)) ?? newHead()
      copies.put(head, [user, document])
      const rows = await answer<Uint8Array[][]>(updates.getAll(under(user, document)))
      const kept: Kept = {
        cursor: head.cursor,
        role: head.role,
        updates: rows.flat(),
        outbox: await adopted(outbox, place),
        asides: await answer<Aside[]>(asides.getAll(under(user, document))),
      }
      return new IndexedDbCopy(place, kept, head.life)
    })
  }

  commit({ own, done, settled, cursor, role }: Change): Promise<void> {
    const { user, document, id } = this.#place
    return write(this.#place, async ({ copies, updates, outbox }) => {
      const head = await headIn(copies, this.#place)
      if (head === undefined) throw erased()
      for (const edit of own) putEdit(outbox, this.#place, edit)
      outbox.delete(IDBKeyRange.bound([user, document, id, 0], [user, document, id, done]))
      // another tab has begun anew: it looks after what comes from the server
      if (head.life !== this.#life) return
      head.cursor = later(head.cursor, cursor)
      head.role = role ?? head.role
      if (settled.length > 0) await addUpdates(updates, this.#place, head, settled)
      copies.put(head, [user, document])
    })
  }

  renew(): Promise<void> {
    const { user, document } = this.#place
    return write(this.#place, async ({ copies, updates }) => {
      if ((await headIn(copies, this.#place)) === undefined) throw erased()
      const head = newHead()
      this.#life = head.life
      copies.put(head, [user, document])
      updates.delete(under(user, document))
    })
  }

  setAside(aside: Aside, done: number): Promise<void> {
    const { user, document, id } = this.#place
    return write(this.#place, async ({ outbox, asides }) => {
      asides.put(aside, [user, document, aside.id])
      outbox.delete(IDBKeyRange.bound([user, document, id, 0], [user, document, id, done]))
    })
  }

  erase(aside: Aside | null): Promise<void> {
    const { user, document } = this.#place
    return write(this.#place, async ({ copies, updates, outbox, asides }) => {
      copies.delete([user, document])
      updates.delete(under(user, document))
      outbox.delete(under(user, document))
      if (aside !== null) asides.put(aside, [user, document, aside.id])
    })
  }

  dismiss(asideId: string): Promise<void> {
    const { user, document } = this.#place
    return write(this.#place, async ({ asides }) => {
      asides.delete([user, document, asideId])
    })
  }

  close(): void {
    this.#place.release()
  }
}

const newHead = (): Head => ({
  life: crypto.randomUUID(),
  cursor: null,
  role: 'none',
  rows: 0,
  next: 0,
})

/** Runs `work` in one transaction over everything; undone when it throws. */
const write = async <T>({ database }: Place, work: (stores: Stores) => Promise<T>): Promise<T> => {
  const transaction = database.transaction(['copies', 'updates', 'outbox', 'asides'], 'readwrite')
  const store = (name: keyof Stores): IDBObjectStore => transaction.objectStore(name)
  const written = done(transaction)
  try {
    const result = await work({
      copies: store('copies'),
      updates: store('updates'),
      outbox: store('outbox'),
      asides: store('asides'),
    })
    await written
    return result
  } catch (error) {
    written.catch(() => {})
    if (transaction.error === null) abort(transaction)
    throw error
  }
}

const abort = (transaction: IDBTransaction): void => {
  try {
    transaction.abort()
  } catch {
    // it has ended already
  }
}

const headIn = (copies: IDBObjectStore, { user, document }: Place): Promise<Head | undefined> =>
  answer<Head | undefined>(copies.get([user, document]))

const putEdit = (
  outbox: IDBObjectStore,
  { user, document, id }: Place,
  { n, edits, update }: Edit,
): void => {
  outbox.put({ edits, update } satisfies Sent, [user, document, id, n])
}

/** Takes over what copies that live no more have left. */
const adopted = async (outbox: IDBObjectStore, place: Place): Promise<Edit[]> => {
  const all = under(place.user, place.document)
  const left: Edit[] = []
  for (const { key, value } of await entries<[string, string, string, number], Sent>(outbox, all)) {
    if (place.others.has(key[2])) continue
    left.push({ n: key[3], ...value })
    outbox.delete(key)
  }
  const mine = renumbered(left)
  for (const edit of mine) putEdit(outbox, place, edit)
  return mine
}

const addUpdates = async (
  updates: IDBObjectStore,
  { user, document }: Place,
  head: Head,
  added: Uint8Array[],
): Promise<void> => {
  if (head.rows < MANY) {
    updates.put(added, [user, document, head.next])
    head.rows += 1
  } else {
    const all = under(user, document)
    const rows = await answer<Uint8Array[][]>(updates.getAll(all))
    updates.delete(all)
    updates.put([compact([...rows.flat(), ...added])], [user, document, head.next])
    head.rows = 1
  }
  head.next += 1
}
