import { mayWrite } from '@sticky/shared/access'
import type { Role } from '@sticky/shared/access'
import { clientFrame, SYNC, syncFrame } from '@sticky/shared/frames'
import type { Cursor, ServerFrame } from '@sticky/shared/frames'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { forgetOthers, ownPresenceFrame, takePresence } from './awareness.ts'
import { refusal, RESET } from './ending.ts'
import type { End } from './ending.ts'
import { Line } from './line.ts'
import type { LineOptions } from './line.ts'
import type { Message } from './message.ts'
import { Outbox } from './outbox.ts'
import type { ProviderState, Status } from './status.ts'

/** Between two frames of typing; the first key after a pause goes out at once (F23). */
const PACE = 50

export type ProviderOptions = LineOptions & { doc: Y.Doc; awareness: Awareness }

/**
 * Keeps one replica (a Y.Doc) in step with the server over as many connections as it takes.
 *
 * Safety: nothing leaves before the server said what it lacks; the cursor never passes an entry that is not in
 * the replica (R4, R11, R16); after `ended` nothing is sent, so a refused edit is never offered again (R20).
 * Liveness: in every state but `ended` the line is under way, and every local edit while `live` has a flush due.
 */
export class Provider {
  readonly #options: ProviderOptions
  readonly #line: Line
  readonly #outbox = new Outbox()
  readonly #listeners = new Set<(status: Status) => void>()
  #state: ProviderState = { kind: 'connecting' }
  #role: Role = 'none'
  #cursor: Cursor | null = null
  #loaded = false
  #holes = 0
  #presenceDue = false
  #flushedAt = 0
  #stopFlush: (() => void) | null = null

  constructor(options: ProviderOptions) {
    this.#options = options
    options.doc.on('update', this.#edited)
    options.awareness.on('update', this.#moved)
    this.#line = new Line(options, {
      connecting: () => this.#become({ kind: 'connecting' }),
      open: () => this.#join(),
      message: (message) => this.#receive(message),
      down: (until) => this.#down(until),
      end: (end) => this.#end(end),
    })
    this.#line.open()
  }

  get status(): Status {
    const { unsaved } = this.#outbox
    return { state: this.#state, role: this.#role, unsaved, loaded: this.#loaded }
  }

  /** Updates that did not join on to what was here, each repaired by a new connection (F24). */
  get holes(): number {
    return this.#holes
  }

  /** Calls back after every change of `status`, until the returned function is called. */
  onChange(listener: (status: Status) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The network is back or somebody looks again: no reason to wait any longer. */
  wake(): void {
    this.#line.wake()
  }

  /** The network is gone: say so now instead of after 30 s of silence. */
  sleep(): void {
    if (this.#state.kind === 'live' || this.#state.kind === 'catching-up') this.#line.retry()
  }

  /** Sends what waits for the pace; for a page that may be about to vanish. */
  flush(): void {
    this.#cancelFlush()
    if (this.#state.kind !== 'live') return
    if (this.#outbox.waiting && !mayWrite(this.#role)) return this.#end(refusal('read-only'))
    this.#flushedAt = this.#options.clock.now()
    const update = this.#outbox.take()
    if (update !== null) this.#line.send(syncFrame(SYNC.update, update))
    if (this.#presenceDue) this.#line.send(ownPresenceFrame(this.#options.awareness))
    this.#presenceDue = false
  }

  destroy(): void {
    this.#listeners.clear()
    this.#end({ why: 'closed', text: 'This document was left.' })
  }

  #join(): void {
    const { doc } = this.#options
    const stateVector = Y.encodeStateVector(doc)
    this.#line.send(
      clientFrame({ kind: 'join', clientId: doc.clientID, cursor: this.#cursor, stateVector }),
    )
  }

  #receive(message: Message): void {
    switch (message.kind) {
      case 'welcome':
        return this.#welcome(message)
      case 'snapshot':
        return this.#apply(message.seq, [message.update])
      case 'updates':
        return this.#updates(message)
      case 'step 1':
        return this.#answer(message.stateVector)
      case 'update':
        return Y.applyUpdate(this.#options.doc, message.update, this)
      case 'presence':
        return takePresence(this.#options.awareness, message.states, this)
      case 'saved':
        this.#outbox.saved(message.n)
        this.#advance(message.seq)
        return this.#changed()
      case 'refused':
        return this.#refused(message)
      case 'access':
        return this.#access(message.role)
      case 'reset':
        return this.#end(RESET)
      case 'behind':
      case 'other':
        return
    }
  }

  #welcome({ generation, role, resumed }: Extract<ServerFrame, { kind: 'welcome' }>): void {
    // another generation is another history: what was saved in the old one may be missing in the new one
    if (this.#cursor !== null && this.#cursor.generation !== generation) return this.#end(RESET)
    if (!resumed || this.#cursor === null) this.#cursor = { generation, seq: 0 }
    this.#role = role
    this.#become({ kind: 'catching-up' })
  }

  #updates({ prev, seq, updates }: Extract<ServerFrame, { kind: 'updates' }>): void {
    if (this.#cursor === null || prev > this.#cursor.seq) return this.#repair()
    this.#apply(seq, updates)
  }

  #apply(seq: number, updates: Uint8Array[]): void {
    const { doc } = this.#options
    const applyAll = (): void => {
      for (const update of updates) Y.applyUpdate(doc, update, this)
    }
    Y.transact(doc, applyAll, this, false)
    const { pendingStructs, pendingDs } = doc.store
    if (pendingStructs === null && pendingDs === null) return this.#advance(seq)
    // something is missing below the cursor, so the cursor is worth nothing (R63)
    this.#cursor = null
    this.#repair()
  }

  #advance(seq: number): void {
    if (this.#cursor !== null) this.#cursor.seq = Math.max(this.#cursor.seq, seq)
  }

  #repair(): void {
    this.#holes += 1
    this.#line.retry()
  }

  #answer(stateVector: Uint8Array): void {
    const owes = this.#outbox.unsaved > 0
    // edits made before the right was lost; kept, they would be published when it comes back (R20, T26)
    if (owes && !mayWrite(this.#role)) return this.#end(refusal('read-only'))
    if (owes) {
      const missing = Y.encodeStateAsUpdate(this.#options.doc, stateVector)
      this.#line.send(syncFrame(SYNC.step2, missing))
    }
    this.#outbox.release(owes)
    this.#loaded = true
    this.#line.inStep()
    this.#become({ kind: 'live' })
    this.#presenceDue = true
    this.#schedule()
  }

  #refused({ n, reason, text }: Extract<ServerFrame, { kind: 'refused' }>): void {
    if (reason !== 'resync') return this.#end(refusal(reason, text))
    this.#outbox.hold(n)
    this.#become({ kind: 'catching-up' })
  }

  #access(role: Role): void {
    this.#role = role
    if (!mayWrite(role) && this.#outbox.waiting) this.#end(refusal('read-only'))
    else this.#changed()
  }

  readonly #edited = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return
    this.#outbox.add(update)
    this.#schedule()
    this.#changed()
  }

  readonly #moved = (_change: unknown, origin: unknown): void => {
    if (origin !== 'local') return
    this.#presenceDue = true
    this.#schedule()
  }

  #schedule(): void {
    if (this.#state.kind !== 'live' || this.#stopFlush !== null) return
    const { clock } = this.#options
    const rest = Math.max(0, this.#flushedAt + PACE - clock.now())
    this.#stopFlush = clock.after(rest, () => this.flush())
  }

  #cancelFlush(): void {
    this.#stopFlush?.()
    this.#stopFlush = null
  }

  #down(until: number): void {
    this.#cancelFlush()
    this.#outbox.restart()
    forgetOthers(this.#options.awareness, this)
    this.#become({ kind: 'waiting', until })
  }

  #end(end: End): void {
    const { doc, awareness } = this.#options
    this.#line.close()
    this.#cancelFlush()
    doc.off('update', this.#edited)
    awareness.off('update', this.#moved)
    forgetOthers(awareness, this)
    this.#become({ kind: 'ended', ...end })
  }

  #become(state: ProviderState): void {
    this.#state = state
    this.#changed()
  }

  #changed(): void {
    for (const listener of this.#listeners) listener(this.status)
  }
}
