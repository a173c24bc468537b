import type { Socket } from 'node:net'
import {
  clientFrame,
  MESSAGE,
  readServerFrame,
  SUBPROTOCOL,
  SYNC,
  syncFrame,
} from '@sticky/shared/frames'
import type { Cursor, ServerFrame } from '@sticky/shared/frames'
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { socketUrl } from '../address.ts'
import type { Address } from '../address.ts'
import { fingerprintOf } from '../fingerprint.ts'
import { lineOf } from '../raw-socket.ts'
import { pause } from '../until.ts'
import { cut } from './peer.ts'
import type { Parting } from './peer.ts'
import { YjsPeer } from './yjs-peer.ts'

/** An update of its own that it keeps to itself, and the marks in it. */
type Held = { update: Uint8Array; marks: string[] }

/**
 * A `sticky.v1` client by hand: keeps its cursor across connections, brings what was not acknowledged by step 2,
 * and looks at every frame with suspicion. What breaks a rule is in `violations`.
 */
export class StickyPeer extends YjsPeer {
  readonly violations: string[] = []
  /** Marks of its own that the server has not called durable yet. */
  readonly unsaved = new Set<string>()
  resyncs = 0
  /** How often it was told that it reads too slowly (R51). */
  behind = 0
  readonly #onSaved: (marks: string[]) => void
  #cursor: Cursor | null = null
  #ws: WebSocket | null = null
  #live = false
  /** Update frames of this connection: how many, and which marks each brought. */
  #sent = 0
  #saved = 0
  readonly #brought = new Map<number, string[]>()
  #marking: string[] = []
  #held: Held[] | null = null

  constructor(name: string, onSaved: (marks: string[]) => void) {
    super(name)
    this.#onSaved = onSaved
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#write(update)
    })
  }

  get online(): boolean {
    return this.#ws !== null
  }

  /** What it reads from: pause it, and it is a slow reader. */
  get line(): Socket {
    return lineOf(this.#ws)
  }

  /** It has caught up on this connection. */
  get live(): boolean {
    return this.#live
  }

  override insert(at: number, piece: string): void {
    this.unsaved.add(piece)
    this.#marking = [piece]
    super.insert(at, piece)
    this.#marking = []
  }

  connect(address: Address): void {
    const ws = new WebSocket(socketUrl(address), [SUBPROTOCOL])
    this.#ws = ws
    this.#live = false
    this.#sent = 0
    this.#saved = 0
    this.#brought.clear()
    ws.on('open', () => ws === this.#ws && this.#join())
    ws.on('error', () => {})
    ws.on('message', (data: Buffer) => ws === this.#ws && this.#hear(data))
    ws.on('close', (code) => ws === this.#ws && this.#lost(code))
  }

  disconnect(parting: Parting): void {
    const ws = this.#ws
    this.#lost(1000)
    if (ws === null) return
    if (parting === 'close') ws.close()
    else cut(ws, parting)
  }

  /** From now on its own updates stay with it. */
  hold(): void {
    this.#held ??= []
  }

  /** Sends what it held back, in the order that `shuffled` makes of it. */
  release(shuffled: (held: Held[]) => Held[]): void {
    const held = this.#held ?? []
    this.#held = null
    for (const { update, marks } of shuffled(held)) this.#send(SYNC.update, update, marks)
  }

  /** R63: asks the server to compare; answers false when it says that this replica is another one. */
  async matches(): Promise<boolean> {
    const mine = fingerprintOf(this.doc)
    const before = this.violations.length
    this.#ws?.send(clientFrame({ kind: 'check', seq: this.#cursor?.seq ?? 0, fingerprint: mine }))
    // an empty step 2 is acknowledged after what came before it
    this.#send(SYNC.step2, Uint8Array.of(0, 0), [])
    for (let wait = 0; wait < 200 && this.#saved < this.#sent; wait += 1) await pause(10)
    return this.violations.length === before
  }

  #lost(code: number): void {
    this.#ws = null
    this.#live = false
    this.hearClosed(code)
  }

  #join(): void {
    const stateVector = Y.encodeStateVector(this.doc)
    const clientId = this.doc.clientID
    this.#ws?.send(clientFrame({ kind: 'join', clientId, cursor: this.#cursor, stateVector }))
  }

  /** Its own edit: sent now, or by step 2 when it is live again. */
  #write(update: Uint8Array): void {
    if (this.#held !== null) this.#held.push({ update, marks: this.#marking })
    else this.#send(SYNC.update, update, this.#marking)
  }

  #send(kind: number, update: Uint8Array, marks: string[]): void {
    if (!this.#live || this.#ws?.readyState !== WebSocket.OPEN) return
    this.#sent += 1
    this.#brought.set(this.#sent, marks)
    this.#ws.send(syncFrame(kind, update))
  }

  #hear(data: Buffer): void {
    const decoder = decoding.createDecoder(data)
    const type = decoding.readVarUint(decoder)
    if (type === MESSAGE.sticky) return this.#take(readServerFrame(decoder))
    if (type !== MESSAGE.sync || decoding.readVarUint(decoder) !== SYNC.step1) return
    const missing = Y.encodeStateAsUpdate(this.doc, decoding.readVarUint8Array(decoder))
    this.#live = true
    this.#send(SYNC.step2, missing, [...this.unsaved])
  }

  #take(frame: ServerFrame): void {
    switch (frame.kind) {
      case 'welcome':
        if (!frame.resumed) this.#cursor = { generation: frame.generation, seq: 0 }
        return
      case 'snapshot':
        return this.#apply([frame.update], frame.seq)
      case 'updates':
        if (frame.prev > (this.#cursor?.seq ?? 0))
          this.violations.push(
            `R11: after ${this.#cursor?.seq} come the entries after ${frame.prev}`,
          )
        return this.#apply(frame.updates, frame.seq)
      case 'saved':
        return this.#confirm(frame.n, frame.seq)
      case 'refused':
        return this.#refused(frame)
      case 'reset':
        this.violations.push('R63: the server says that this replica is another one')
        return
      case 'lease':
        this.doc.clientID = Math.floor(Math.random() * 2 ** 32)
        this.#ws?.send(clientFrame({ kind: 'identify', clientId: this.doc.clientID }))
        return
      case 'behind':
        this.behind += 1
        return
      case 'access':
        return
    }
  }

  #apply(updates: readonly Uint8Array[], seq: number): void {
    for (const update of updates) {
      Y.applyUpdate(this.doc, update, this)
      if (this.pending()) this.violations.push(`R14: something is pending at or before seq ${seq}`)
    }
    this.#stand(seq)
  }

  #stand(seq: number): void {
    if (this.#cursor !== null) this.#cursor = { ...this.#cursor, seq }
  }

  #confirm(n: number, seq: number): void {
    if (n > this.#sent) this.violations.push(`R11: frame ${n} of ${this.#sent} is called durable`)
    this.#saved = n
    for (const [frame, marks] of this.#brought) {
      if (frame > n) continue
      this.#brought.delete(frame)
      for (const mark of marks) this.unsaved.delete(mark)
      this.#onSaved(marks)
    }
    this.#stand(seq)
  }

  #refused({ n, reason }: Extract<ServerFrame, { kind: 'refused' }>): void {
    this.#brought.delete(n)
    if (reason === 'resync') this.resyncs += 1
    else this.ended ??= reason
  }
}
