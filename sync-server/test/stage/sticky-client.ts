import { once } from 'node:events'
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
import { socketUrl } from './address.ts'
import type { Address } from './address.ts'
import { lineOf } from './raw-socket.ts'
import { until } from './until.ts'

type Refused = Extract<ServerFrame, { kind: 'refused' }>

/** What somebody holds of a document. */
export type Held = { readonly doc: Y.Doc; readonly cursor: Cursor | null }

/** The `sticky.v1` protocol by hand: what a test sends, and everything that came back. */
export class StickyClient {
  readonly doc = new Y.Doc()
  readonly frames: ServerFrame[] = []
  /** Bytes received. */
  received = 0
  cursor: Cursor | null = null
  closed: { code: number } | null = null
  live = false
  /** How often the server has asked what is missing (sync step 1). */
  asked = 0
  /** How many update frames the server has called durable. */
  saved = 0
  /** Updates that could not be applied. */
  broken = 0

  /** The state vector that the server has asked with. */
  #known: Uint8Array = Uint8Array.of(0)
  readonly #ws: WebSocket

  constructor(address: Address) {
    this.#ws = new WebSocket(socketUrl(address), [SUBPROTOCOL])
    this.#ws.on('message', (data: Buffer) => this.#hear(data))
    this.#ws.on('close', (code) => {
      this.closed = { code }
    })
  }

  get isOpen(): boolean {
    return this.#ws.readyState === WebSocket.OPEN
  }

  /** What it reads from and writes to, below all protocols. */
  get line(): Socket {
    return lineOf(this.#ws)
  }

  get text(): Y.Text {
    return this.doc.getText('content')
  }

  of<K extends ServerFrame['kind']>(kind: K): Extract<ServerFrame, { kind: K }>[] {
    return this.frames.filter((frame) => frame.kind === kind) as Extract<ServerFrame, { kind: K }>[]
  }

  /** Goes on with a copy of that replica, from that cursor. */
  continue({ doc, cursor }: Held): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(doc))
    this.cursor = cursor
  }

  /** Says where it stands, and waits until it has caught up. */
  async join(): Promise<void> {
    if (!this.isOpen) await once(this.#ws, 'open')
    const stateVector = Y.encodeStateVector(this.doc)
    const { clientID: clientId } = this.doc
    this.send(clientFrame({ kind: 'join', clientId, cursor: this.cursor, stateVector }))
    await until('it has caught up', () => this.live)
  }

  /** Makes one update of what `write` does and sends it. */
  write(write: (text: Y.Text) => void): Uint8Array {
    const updates: Uint8Array[] = []
    const keep = (update: Uint8Array): number => updates.push(update)
    this.doc.on('update', keep)
    this.doc.transact(() => write(this.text))
    this.doc.off('update', keep)
    const [update = new Uint8Array([0, 0])] = updates
    this.send(syncFrame(SYNC.update, update))
    return update
  }

  /** Types a word, at the start of the text unless said otherwise; answers with how long, ms, it took to be saved. */
  async type(word: string, at = 0): Promise<number> {
    const { saved } = this
    const began = performance.now()
    this.write((text) => text.insert(at, word))
    await until(`"${word.slice(0, 20)}" is saved`, () => this.saved > saved)
    return performance.now() - began
  }

  send(frame: Uint8Array): void {
    this.#ws.send(frame)
  }

  /** Answers the server's last sync step 1 with what it lacks. */
  answer(): void {
    this.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(this.doc, this.#known)))
  }

  /** Sends an update that somebody else has made. */
  bring(update: Uint8Array): void {
    this.send(syncFrame(SYNC.update, update))
  }

  /** Waits for its refusal; there may be only one. */
  async refusal(): Promise<Refused> {
    await until('it is refused', () => this.of('refused').length > 0)
    const [refusal, another] = this.of('refused')
    if (refusal === undefined || another !== undefined) throw new Error('it was refused twice')
    return refusal
  }

  /** Waits, at most `limit` ms, until the server closes it; answers with the code. */
  async closing(limit?: number): Promise<number | undefined> {
    await until('it is closed', () => this.closed !== null, limit)
    return this.closed?.code
  }

  close(): void {
    this.#ws.close()
  }

  #hear(data: Buffer): void {
    this.received += data.length
    const decoder = decoding.createDecoder(data)
    const type = decoding.readVarUint(decoder)
    if (type === MESSAGE.sync) {
      this.live = decoding.readVarUint(decoder) === SYNC.step1
      if (this.live) {
        this.asked += 1
        this.#known = decoding.readVarUint8Array(decoder)
      }
    }
    if (type === MESSAGE.sticky) this.#take(readServerFrame(decoder))
  }

  #take(frame: ServerFrame): void {
    this.frames.push(frame)
    if (frame.kind === 'welcome')
      this.cursor = {
        generation: frame.generation,
        seq: frame.resumed ? (this.cursor?.seq ?? 0) : 0,
      }
    if (frame.kind === 'saved') this.saved = Math.max(this.saved, frame.n)
    if (frame.kind === 'snapshot') this.#apply(frame.update)
    if (frame.kind === 'updates') for (const update of frame.updates) this.#apply(update)
    if ('seq' in frame && this.cursor !== null) this.cursor = { ...this.cursor, seq: frame.seq }
  }

  /** What throws here would throw in every client; the server's `reset` mends it. */
  #apply(update: Uint8Array): void {
    try {
      Y.applyUpdate(this.doc, update)
    } catch {
      this.broken += 1
    }
  }
}
