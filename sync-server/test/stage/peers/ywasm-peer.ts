import { MESSAGE, SYNC, syncFrame } from '@sticky/shared/frames'
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import ywasm from 'ywasm'
import { socketUrl } from '../address.ts'
import type { Address } from '../address.ts'
import { cut } from './peer.ts'
import type { Parting, Peer } from './peer.ts'

const { applyUpdate, encodeStateAsUpdate, encodeStateVector, YDoc, YUndoManager } = ywasm

/** Yrs compiled to wasm with y-protocols by hand: a client that shares no line with Yjs. */
export class YwasmPeer implements Peer {
  readonly name: string
  ended: string | null = null
  readonly #doc = new YDoc({})
  readonly #text = this.#doc.getText('content')
  readonly #history = new YUndoManager(this.#doc, this.#text, { captureTimeout: 0 })
  get raw() {
    return this.#doc
  }
  #ws: WebSocket | null = null
  /** True while an update of somebody else is taken in: the same callback hears of it. */
  #hearing = false

  /** Held on to: when it is collected, it unsubscribes, and edits are told to nobody any more. */
  readonly #observer = this.#doc.onUpdate((update: Uint8Array) => {
    if (!this.#hearing) this.#send(SYNC.update, update)
  })

  constructor(name: string) {
    this.name = name
  }

  get online(): boolean {
    return this.#ws !== null
  }

  text(): string {
    return this.#text.toString(undefined)
  }

  insert(at: number, piece: string): void {
    this.#text.insert(at, piece, undefined, undefined)
  }

  delete(at: number, length: number): void {
    this.#text.delete(at, length, undefined)
  }

  undo(): void {
    this.#history.undo()
  }

  /** Yrs does not tell. */
  pending(): boolean {
    return false
  }

  connect(address: Address): void {
    const ws = new WebSocket(socketUrl(address))
    this.#ws = ws
    ws.on('open', () => this.#send(SYNC.step1, encodeStateVector(this.#doc)))
    ws.on('error', () => {})
    ws.on('message', (data: Buffer) => ws === this.#ws && this.#hear(data))
    ws.on('close', (code) => {
      if (ws !== this.#ws) return
      this.#ws = null
      if (code >= 4400 && code < 4500 && code !== 4401) this.ended ??= `closed with ${code}`
    })
  }

  disconnect(parting: Parting): void {
    const ws = this.#ws
    this.#ws = null
    if (ws === null) return
    if (parting === 'close') ws.close()
    else cut(ws, parting)
  }

  /** For good: frees what wasm holds. */
  destroy(): void {
    this.disconnect('close')
    this.#observer.free()
  }

  #send(kind: number, bytes: Uint8Array): void {
    if (this.#ws?.readyState === WebSocket.OPEN) this.#ws.send(syncFrame(kind, bytes))
  }

  #hear(data: Buffer): void {
    const decoder = decoding.createDecoder(data)
    if (decoding.readVarUint(decoder) !== MESSAGE.sync) return
    const kind = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    if (kind === SYNC.step1) return this.#send(SYNC.step2, encodeStateAsUpdate(this.#doc, bytes))
    this.#hearing = true
    try {
      applyUpdate(this.#doc, bytes, 'the server')
    } finally {
      this.#hearing = false
    }
  }
}
