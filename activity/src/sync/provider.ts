import { mayWrite } from '@sticky/shared/access'
import type { Role } from '@sticky/shared/access'
import { clientFrame } from '@sticky/shared/frames'
import type { Cursor, ServerFrame } from '@sticky/shared/frames'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Kept } from '../device/copy.ts'
import { forgetOthers, moveTo, takePresence } from './awareness.ts'
import { Comparison } from './comparison.ts'
import { ACCESS_LOST, isRefusal, OTHER_HISTORY, refusal, RESET } from './ending.ts'
import type { End } from './ending.ts'
import { Inbox } from './inbox.ts'
import type { Keeper } from './keeper.ts'
import { Line } from './line.ts'
import type { LineOptions } from './line.ts'
import { Listeners } from './listeners.ts'
import type { Message } from './message.ts'
import { Outbox } from './outbox.ts'
import { Outgoing } from './outgoing.ts'
import { Reapplied } from './reapplied.ts'
import { Settled } from './settled.ts'
import type { ProviderState, ProviderStatus } from './status.ts'

export type ProviderOptions = LineOptions & { doc: Y.Doc; awareness: Awareness }
/** What a replica begins with. `after`: the number of the last edit that was made in the one before it. */
export type Beginning = Omit<Kept, 'asides'> & { after: number }

/**
 * Keeps one replica (a Y.Doc) in step with the server over as many connections as it takes.
 *
 * Safety: nothing leaves before the server said what it lacks; after `ended` nothing is sent, so a refused edit is
 * never offered again (R20).
 * Liveness: from `start` to `ended` the line is under way, and while `live` every local edit has a flush due.
 */
export class Provider {
  /** Updates that did not join on to what was here, each repaired by a new connection (F24). */
  holes = 0
  readonly settled = new Settled()
  readonly #options: ProviderOptions
  readonly #line: Line
  readonly #outgoing: Outgoing
  readonly #comparison: Comparison
  readonly #listeners = new Listeners()
  #keeper: Keeper | null = null
  #inbox: Inbox
  #outbox = new Outbox()
  #state: ProviderState = { kind: 'connecting' }
  #role: Role = 'none'
  #loaded = false

  constructor(options: ProviderOptions) {
    this.#options = options
    this.#inbox = new Inbox(options.doc, this, null)
    const send = (frame: Uint8Array): void => this.#line.send(frame)
    this.#outgoing = new Outgoing({ ...options, send, due: () => this.flush() })
    const atRest = (): boolean => this.#state.kind === 'live' && this.#outbox.unsaved === 0
    const restingAt = (): Cursor | null => (atRest() ? this.#inbox.cursor : null)
    this.#comparison = new Comparison({ ...options, send, restingAt })
    options.doc.on('update', this.#edited)
    this.#line = new Line(options, {
      connecting: () => this.#cutOff({ kind: 'connecting' }),
      open: () => send(clientFrame({ kind: 'join', ...this.#inbox.join() })),
      message: (message) => this.#receive(message),
      down: (until) => this.#cutOff({ kind: 'waiting', until }),
      end: (end) => this.#lineEnds(end),
    })
  }

  /** Shows what the device kept, then joins. Once. */
  start({ cursor, updates, outbox, role, after }: Beginning, keeper: Keeper): void {
    if (this.#state.kind === 'ended') return
    this.#keeper = keeper
    this.#inbox = new Inbox(this.#options.doc, this, cursor)
    this.#outbox = new Outbox(outbox, after)
    this.#inbox.restore([...updates, ...outbox.map(({ update }) => update)])
    this.settled.add(updates)
    this.#role = role
    this.#loaded = this.#inbox.cursor !== null
    this.#line.open()
  }

  get status(): ProviderStatus {
    const [state, role, loaded] = [this.#state, this.#role, this.#loaded]
    return { state, role, loaded, unsaved: this.#outbox.unsaved }
  }

  /** Local edits that are not durable yet. */
  get outbox(): Pick<Outbox, 'edits' | 'unsaved' | 'last'> {
    return this.#outbox
  }

  /** Calls back after every change of `status`, until the returned function is called. */
  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener)
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
    if (this.#state.kind !== 'live') return
    if (this.#outbox.waiting && !mayWrite(this.#role)) return this.#end(refusal('read-only'))
    this.#outgoing.flush(this.#outbox)
  }

  destroy(): void {
    this.#listeners.clear()
    this.#end({ why: 'closed', text: 'This document was left.' })
  }

  #receive(message: Message): void {
    switch (message.kind) {
      case 'welcome':
        return this.#welcome(message)
      case 'snapshot':
        return this.#take(0, message.seq, [message.update])
      case 'updates':
        return this.#take(message.prev, message.seq, message.updates)
      case 'step 1':
        return this.#answer(message.stateVector)
      case 'presence':
        return takePresence(this.#options.awareness, message.states, this)
      case 'saved':
        return this.#saved(message)
      case 'refused':
        return this.#refused(message)
      case 'access':
        return this.#access(message.role)
      case 'lease':
        this.#options.doc.clientID = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
        return this.#identify()
      case 'reset':
        return this.#end(RESET)
      default: // what says nothing new to a sticky client
        return
    }
  }

  #welcome({ generation, role, resumed }: Extract<ServerFrame, { kind: 'welcome' }>): void {
    if (!this.#inbox.welcome(generation, resumed)) return this.#end(OTHER_HISTORY)
    this.#may(role)
    this.#become({ kind: 'catching-up' })
  }

  #take(prev: number, seq: number, updates: Uint8Array[]): void {
    const outcome = this.#inbox.take(prev, seq, updates)
    if (outcome === 'taken') {
      this.#keep(updates)
      return this.#identify()
    }
    this.holes += 1
    this.#line.retry()
  }

  /** The server has these, and everything up to the cursor. */
  #keep(updates: Uint8Array[]): void {
    this.settled.add(updates)
    this.#keeper?.settled(updates, this.#inbox.cursor)
  }

  /** The client id changes by a lease (R13), and Yjs changes it when somebody else has written with it. */
  #identify(): void {
    const { doc, awareness } = this.#options
    if (awareness.clientID === doc.clientID) return
    moveTo(awareness, doc.clientID, this)
    this.#line.send(clientFrame({ kind: 'identify', clientId: doc.clientID }))
  }

  #answer(stateVector: Uint8Array): void {
    if (!this.#inbox.complete()) return this.#end(RESET)
    // edits made before the right was lost; kept, they would be published when it comes back (R20, T26)
    if (this.#outbox.unsaved > 0 && !mayWrite(this.#role)) return this.#end(refusal('read-only'))
    this.#outgoing.answer(this.#outbox, stateVector)
    this.#loaded = true
    this.#keep([])
    this.#line.inStep()
    this.#become({ kind: 'live' })
    this.#comparison.start()
  }

  #saved({ n, seq }: Extract<ServerFrame, { kind: 'saved' }>): void {
    const edits = this.#outbox.saved(n)
    this.#inbox.advance(seq)
    this.#keep(edits.map(({ update }) => update))
    this.#keeper?.done(edits.at(-1)?.n ?? 0)
    this.#listeners.tell()
  }

  #refused({ n, reason, text }: Extract<ServerFrame, { kind: 'refused' }>): void {
    if (reason !== 'resync') return this.#end(refusal(reason, text))
    this.#outbox.hold(n)
    this.#become({ kind: 'catching-up' })
  }

  #access(role: Role): void {
    if (role === 'none') return this.#end(ACCESS_LOST)
    this.#may(role)
    if (!mayWrite(role) && this.#outbox.waiting) this.#end(refusal('read-only'))
    else this.#listeners.tell()
  }

  #may(role: Role): void {
    this.#role = role
    this.#keeper?.role(role)
  }

  readonly #edited = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return
    const edits = origin instanceof Reapplied ? origin.edits : 1
    this.#keeper?.own(this.#outbox.add(update, edits))
    this.#outgoing.due()
    this.#listeners.tell()
  }

  /** There is no line; what the last one has not acknowledged proves nothing on the next. */
  #cutOff(state: ProviderState): void {
    this.#outbox.restart()
    forgetOthers(this.#options.awareness, this)
    this.#become(state)
  }

  /** A refusal before anything was sent is not about our edits. */
  #lineEnds(end: End): void {
    if (isRefusal(end) && this.#outbox.held) this.#line.retry()
    else this.#end(end)
  }

  #end(end: End): void {
    this.#line.close()
    this.#outgoing.destroy()
    this.#comparison.stop()
    this.#options.doc.off('update', this.#edited)
    forgetOthers(this.#options.awareness, this)
    this.#become({ kind: 'ended', ...end })
  }

  #become(state: ProviderState): void {
    this.#state = state
    this.#listeners.tell()
  }
}
