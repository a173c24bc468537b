import type { Role } from '@sticky/shared/access'
import type { Cursor } from '@sticky/shared/frames'
import type { Aside, Change, Copy, Edit } from '../device/copy.ts'

/** Where unsaved edits are: on the device, so that they outlive the tab; on their way there; or in this tab only. */
export type Keeping = 'device' | 'writing' | 'tab'

/** `change`: new edits may still join it, until it has begun. `aside`: about text that stays when the rest is erased. */
type Work = { run: () => Promise<void>; change: Change | null; aside: boolean }

const nothing = (): Change => ({ own: [], done: 0, settled: [], cursor: null, role: null })

/**
 * Writes to the device, one thing at a time and in order; what comes while it writes goes into the next
 * transaction. What the device did not take (no room) is tried again with the next change, before it, and until
 * then nothing is said to be kept there. Erasing comes before all that waits, and nothing is tried again that it
 * makes pointless.
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
    const waits = ({ change, aside }: Work): boolean => aside || (change?.own.length ?? 0) > 0
    return this.#works.some(waits) ? 'writing' : 'device'
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
    this.#add(() => this.#copy.setAside(aside, done), { aside: true })
  }

  /** What has begun is waited for, whatever becomes of it. */
  erase(aside: Aside | null): void {
    // all else would only write again what is erased
    const rest = this.#works.filter((work) => work.aside)
    this.#works.splice(0)
    this.#add(() => this.#copy.erase(aside), { aside: aside !== null })
    this.#works.push(...rest)
  }

  dismiss(asideId: string): void {
    this.#add(() => this.#copy.dismiss(asideId), { aside: true })
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
    this.#add(() => this.#copy.commit(change), { change })
  }

  /** Edits that wait to be written, and need not be any more. */
  #unkeep(n: number): void {
    for (const work of this.#works)
      if (work.change && work !== this.#begun)
        work.change.own = work.change.own.filter((edit) => edit.n > n)
  }

  #add(run: () => Promise<void>, { change = null, aside = false }: Partial<Work> = {}): void {
    this.#works.push({ run, change, aside })
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
      const failure = await work.run().then(
        () => null,
        (error: unknown) => error ?? new Error('The device gave no reason.'),
      )
      this.#begun = null
      // an erasure may have come before it meanwhile, or instead of it
      const place = this.#works.indexOf(work)
      if (failure === null && place >= 0) this.#works.splice(place, 1)
      if (failure !== null && place === 0) problem = failure
    }
    this.#busy = false
    if (problem !== null && !this.#failing)
      console.warn('Sticky: the device did not keep an edit', problem)
    this.#failing = problem !== null
    if (this.#closing) this.#copy.close()
    if (this.keeping !== before) this.#changed()
  }
}
