import type { Role } from '@sticky/shared/access'
import type { Cursor } from '@sticky/shared/frames'
import type { Aside, Change, Copy, Edit } from '../device/copy.ts'

const nothing = (): Change => ({ own: [], done: 0, settled: [], cursor: null, role: null })

/**
 * Writes to the device, one thing at a time and in order; what comes while it writes goes into the next
 * transaction. What the device did not take (no room) is tried again with the next change, and until then
 * nothing is said to be kept there.
 */
export class Keeper {
  readonly #copy: Copy
  readonly #changed: () => void
  #change = nothing()
  #dirty = false
  #failing = false
  #queue: Promise<void> = Promise.resolve()

  constructor(copy: Copy, changed: () => void) {
    this.#copy = copy
    this.#changed = changed
  }

  /** Whether edits outlive the tab. */
  get lasting(): boolean {
    return this.#copy.lasting && !this.#failing
  }

  own(edit: Edit): void {
    this.#change.own.push(edit)
    this.#write()
  }

  /** Own edits up to this number need no keeping any more. */
  done(n: number): void {
    this.#change.done = Math.max(this.#change.done, n)
    this.#change.own = this.#change.own.filter((edit) => edit.n > n)
    this.#write()
  }

  settled(updates: readonly Uint8Array[], cursor: Cursor | null): void {
    this.#change.settled.push(...updates)
    this.#change.cursor = cursor ?? this.#change.cursor
    this.#write()
  }

  role(role: Role): void {
    this.#change.role = role
    this.#write()
  }

  renew(): void {
    const { own, done } = this.#change
    this.#change = { ...nothing(), own, done }
    this.#then(() => this.#copy.renew())
    this.#write()
  }

  /** Instead of own edits up to `done`. */
  setAside(aside: Aside, done: number): void {
    this.#change.own = this.#change.own.filter((edit) => edit.n > done)
    this.#then(() => this.#copy.setAside(aside, done))
  }

  erase(aside: Aside | null): void {
    this.#change = nothing()
    this.#then(() => this.#copy.erase(aside))
  }

  dismiss(asideId: string): void {
    this.#then(() => this.#copy.dismiss(asideId))
  }

  close(): void {
    this.#then(async () => this.#copy.close())
  }

  #write(): void {
    if (this.#dirty) return
    this.#dirty = true
    this.#then(async () => {
      const change = this.#change
      this.#change = nothing()
      this.#dirty = false
      try {
        await this.#copy.commit(change)
      } catch (error) {
        this.#change = joined(change, this.#change)
        throw error
      }
    })
  }

  #then(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).then(
      () => this.#fail(null),
      (error: unknown) => this.#fail(error),
    )
  }

  #fail(error: unknown): void {
    const failing = error !== null
    if (failing === this.#failing) return
    this.#failing = failing
    if (failing) console.warn('Sticky: the device did not keep an edit', error)
    this.#changed()
  }
}

const joined = (first: Change, then: Change): Change => ({
  own: [...first.own, ...then.own].filter(({ n }) => n > then.done),
  done: Math.max(first.done, then.done),
  settled: [...first.settled, ...then.settled],
  cursor: then.cursor ?? first.cursor,
  role: then.role ?? first.role,
})
