import type { Role } from '@sticky/shared/access'
import type { Cursor } from '@sticky/shared/frames'
import type { Aside, Change, Copy, Edit } from '../device/copy.ts'

/** Where unsaved edits are: on the device, so that they outlive the tab; on their way there; or in this tab only. */
export type Keeping = 'device' | 'writing' | 'tab'

type Work = { run: () => Promise<void>; change: Change | null }

const nothing = (): Change => ({ own: [], done: 0, settled: [], cursor: null, role: null })

/**
 * Writes to the device, one thing at a time and in order; what comes while it writes goes into the next
 * transaction. What the device did not take (no room) is tried again with the next change, before it, and until
 * then nothing is said to be kept there.
 *
 * Known limit: when the tab ends before the device has taken `setAside`, those edits are still among the unsent
 * ones, and whoever opens the document next offers them to the server again, which decides (R20).
 */
export class Keeper {
  readonly #copy: Copy
  readonly #changed: () => void
  /** Oldest first. */
  readonly #works: Work[] = []
  /** The first of them, once it has begun. */
  #begun: Work | null = null
  #busy = false
  #failing = false
  #closing = false

  constructor(copy: Copy, changed: () => void) {
    this.#copy = copy
    this.#changed = changed
  }

  get keeping(): Keeping {
    if (!this.#copy.lasting || this.#failing) return 'tab'
    return this.#works.some(({ change }) => (change?.own.length ?? 0) > 0) ? 'writing' : 'device'
  }

  own(edit: Edit): void {
    this.#change((change) => change.own.push(edit))
  }

  /** Own edits up to this number need no keeping any more. */
  done(n: number): void {
    this.#change((change) => (change.done = Math.max(change.done, n)))
    this.#unkeep(n)
  }

  settled(updates: readonly Uint8Array[], cursor: Cursor | null): void {
    this.#change((change) => {
      change.settled.push(...updates)
      change.cursor = cursor ?? change.cursor
    })
  }

  role(role: Role): void {
    this.#change((change) => (change.role = role))
  }

  /** What was received is worth nothing any more. */
  renew(): void {
    this.#add(() => this.#copy.renew())
  }

  /** Instead of own edits up to `done`. */
  setAside(aside: Aside, done: number): void {
    this.#unkeep(done)
    this.#add(() => this.#copy.setAside(aside, done))
  }

  erase(aside: Aside | null): void {
    // what waits would only write again what is erased
    this.#works.splice(this.#begun === null ? 0 : 1)
    this.#add(() => this.#copy.erase(aside))
  }

  dismiss(asideId: string): void {
    this.#add(() => this.#copy.dismiss(asideId))
  }

  /** After a last try to write what waits. */
  close(): void {
    this.#closing = true
    this.#run()
  }

  /** Adds to the change that has not begun yet. */
  #change(add: (change: Change) => void): void {
    const last = this.#works.at(-1)
    if (last?.change && last !== this.#begun) {
      add(last.change)
      return this.#run()
    }
    const change = nothing()
    add(change)
    this.#add(() => this.#copy.commit(change), change)
  }

  /** Edits that wait to be written, and need not be any more. */
  #unkeep(n: number): void {
    for (const work of this.#works)
      if (work.change && work !== this.#begun)
        work.change.own = work.change.own.filter((edit) => edit.n > n)
  }

  #add(run: () => Promise<void>, change: Change | null = null): void {
    this.#works.push({ run, change })
    this.#run()
  }

  #run(): void {
    if (!this.#busy) void this.#work()
  }

  async #work(): Promise<void> {
    this.#busy = true
    // what comes in the same turn goes along
    await Promise.resolve()
    const before = this.keeping
    let problem: unknown = null
    for (let [work] = this.#works; work !== undefined && problem === null; [work] = this.#works) {
      this.#begun = work
      problem = await work.run().then(
        () => null,
        (error: unknown) => error ?? new Error('The device gave no reason.'),
      )
      this.#begun = null
      if (problem === null) this.#works.shift()
    }
    this.#busy = false
    if (problem !== null && !this.#failing)
      console.warn('Sticky: the device did not keep an edit', problem)
    this.#failing = problem !== null
    if (this.#closing) this.#copy.close()
    if (this.keeping !== before) this.#changed()
  }
}
