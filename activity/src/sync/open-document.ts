import { mayWrite } from '@sticky/shared/access'
import type { Aside, Device } from '../device/copy.ts'
import { backoff } from './backoff.ts'
import { Carried } from './carried.ts'
import type { End } from './ending.ts'
import { refusal } from './ending.ts'
import { Keeper } from './keeper.ts'
import type { LineOptions } from './line.ts'
import { Listeners } from './listeners.ts'
import type { Beginning } from './provider.ts'
import { Replica } from './replica.ts'
import type { Ending, Status } from './status.ts'

export type OpenDocumentOptions = LineOptions & {
  device: Device
  user: string
  document: string
  /** It has been closed, and nothing is under way any more. */
  left?: () => void
}

/** Refusals of how edits were sent, not of what they say: those edits are made again, once (R20). */
const MADE_AGAIN: ReadonlySet<Ending> = new Set([
  'malformed',
  'not yours',
  'gap',
  'too large',
  'too fast',
  'reset',
  'closed',
])
/** The pause that `too fast` asks for, ms. */
const SLOWER = 5_000
/** A replica that lived this long says nothing against the next one, ms. */
const LIVED = 60_000

const FROM_THE_START: Omit<Beginning, 'after'> = {
  cursor: null,
  updates: [],
  role: 'none',
  outbox: [],
}

/**
 * A document that somebody has open: its place on the device, and a replica, which is exchanged for a fresh one
 * when the server refuses an edit or has another history (R20).
 *
 * Safety: an edit is in the replica's outbox, carried to the next replica, or set aside for copying; it is made
 * again at most once, and nothing that was set aside is ever sent (T26).
 */
export class OpenDocument {
  readonly #options: OpenDocumentOptions
  readonly #listeners = new Listeners()
  #replica: Replica
  #keeper: Keeper | null = null
  #asides: readonly Aside[] = []
  #carried: Carried | null = null
  /** The edits on their way have been refused once already. */
  #secondTime = false
  #exchanges = 0
  #exchangedAt: number
  #leaving = false

  constructor(options: OpenDocumentOptions) {
    this.#options = options
    this.#exchangedAt = options.clock.now()
    this.#replica = this.#freshReplica()
    void this.#begin()
  }

  /** The current one; another one after some changes. */
  get replica(): Replica {
    return this.#replica
  }

  get status(): Status {
    const { provider } = this.#replica
    const { unsaved } = provider.status
    return {
      ...provider.status,
      unsaved: unsaved + (this.#carried?.edits ?? 0),
      keeping: this.#keeper?.keeping ?? 'tab',
      asides: this.#asides,
    }
  }

  /** Calls back after every change of `status` or `replica`, until the returned function is called. */
  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener)
  }

  /** The network is back or somebody looks again. */
  wake(): void {
    this.#replica.provider.wake()
  }

  /** The network is gone. */
  sleep(): void {
    this.#replica.provider.sleep()
  }

  /** The page may be about to vanish. */
  flush(): void {
    this.#replica.provider.flush()
  }

  /** What was set aside has been copied, or nobody wants it. */
  dismiss(asideId: string): void {
    this.#asides = this.#asides.filter(({ id }) => id !== asideId)
    this.#keeper?.dismiss(asideId)
    this.#listeners.tell()
  }

  /** For somebody who does not leave it at the end that was reached. */
  openAfresh(): void {
    const { state } = this.status
    if (state.kind === 'ended') this.#goOn(state)
  }

  /**
   * Leaves the document. Edits that are still under way keep the line open until they are saved (F25): going to
   * another page must not lose what was typed a moment ago.
   */
  close(): void {
    this.#leaving = true
    this.#replica.provider.flush()
    this.#replica.awareness.setLocalState(null)
    this.#listeners.clear()
    this.#leave()
  }

  async #begin(): Promise<void> {
    const { device, user, document } = this.#options
    const copy = await device.open(user, document)
    this.#keeper = new Keeper(copy, () => this.#listeners.tell())
    this.#asides = copy.kept.asides
    if (!this.#leaving) this.#replica.provider.start({ ...copy.kept, after: 0 }, this.#keeper)
    this.#leave()
    this.#listeners.tell()
  }

  #freshReplica(): Replica {
    const replica = new Replica(this.#options)
    replica.provider.onChange(() => this.#follow(replica))
    return replica
  }

  #follow({ provider }: Replica): void {
    const { state, unsaved } = provider.status
    if (state.kind === 'ended') return this.#ended(state)
    if (state.kind === 'live' && this.#carried !== null) this.#settleCarried(this.#carried)
    else if (state.kind === 'live' && unsaved === 0) this.#secondTime = false
    this.#leave()
    this.#listeners.tell()
  }

  #ended(end: End): void {
    if (end.why === 'access lost' || end.why === 'document gone') this.#erase(end)
    else if (end.why !== 'closed' && end.why !== 'signed out') this.#goOn(end)
    this.#leave()
    this.#listeners.tell()
  }

  /** The right is gone, and with it the text; what this person wrote may still be copied. */
  #erase(end: End): void {
    const { outbox } = this.#replica.provider
    const carried = this.#carried ?? new Carried(end, this.#replica)
    const owed = outbox.unsaved > 0 || this.#carried !== null
    const newer = this.#carried !== null && outbox.unsaved > 0
    const words = [
      owed ? carried.ownWords() : '',
      newer ? new Carried(end, this.#replica).ownWords() : '',
    ]
      .filter((part) => part !== '')
      .join('\n')
    this.#carried = null
    const aside = words === '' ? null : this.#aside(end, words)
    this.#keeper?.erase(aside)
  }

  /** With a fresh replica. What was not saved comes along, or is set aside. */
  #goOn(end: End): void {
    const { unsaved } = this.#replica.provider.outbox
    const again = MADE_AGAIN.has(end.why) && !this.#secondTime
    if (unsaved > 0 || (end.why === 'reset' && this.#carried === null)) {
      const carried = new Carried(end, this.#replica)
      const before = this.#carried
      this.#carried = null
      // what the replica before this one left has not been made again yet: it is kept for copying, not forgotten
      if (before !== null) this.#setAside(end, before.last, before.mine)
      if (again) this.#carried = carried
      else this.#setAside(end, carried.last, carried.mine)
    }
    this.#exchange(end)
  }

  #exchange({ why }: End): void {
    const { clock } = this.#options
    const { provider } = this.#replica
    if (clock.now() - this.#exchangedAt > LIVED) this.#exchanges = 0
    const pause = this.#exchanges === 0 ? 0 : backoff(this.#exchanges, clock.random())
    this.#exchanges += 1
    this.#exchangedAt = clock.now()
    this.#keeper?.renew()
    const after = Math.max(provider.outbox.last, this.#carried?.last ?? 0)
    this.#replica.destroy()
    const fresh = this.#freshReplica()
    this.#replica = fresh
    const start = (): void => {
      if (this.#keeper !== null) fresh.provider.start({ ...FROM_THE_START, after }, this.#keeper)
    }
    clock.after(why === 'too fast' ? Math.max(SLOWER, pause) : pause, start)
  }

  /** The fresh replica is in step: now it is known what the server has, and what this person may do. */
  #settleCarried(carried: Carried): void {
    const { provider } = this.#replica
    const { end, edits, last } = carried
    this.#carried = null
    if (edits > 0 && !mayWrite(provider.status.role))
      return this.#setAside(refusal('read-only'), last, carried.textIn(this.#replica))
    if (edits > 0) {
      this.#secondTime = end.why !== 'reset'
      carried.reapply(this.#replica)
      this.#keeper?.done(last)
    }
    // the server may have lost what it had acknowledged: it stays here (T28)
    if (carried.isLostIn(this.#replica)) this.#setAside(end, last, carried.mine)
  }

  #setAside(end: End, last: number, text: string): void {
    this.#keeper?.setAside(this.#aside(end, text), last)
  }

  #aside({ text: why }: End, text: string): Aside {
    const aside = { id: crypto.randomUUID(), at: this.#options.clock.now(), why, text }
    this.#asides = [...this.#asides, aside]
    return aside
  }

  /** Once nothing is under way any more; what is left belongs to who opens the document next. */
  #leave(): void {
    const { state, unsaved } = this.status
    if (!this.#leaving || this.#keeper === null || (unsaved > 0 && state.kind !== 'ended')) return
    this.#leaving = false
    this.#replica.destroy()
    this.#keeper.close()
    this.#options.left?.()
  }
}
