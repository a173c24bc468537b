import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { cut } from './peer.ts'
import type { Address, Parting, Peer } from './peer.ts'

/** The unmodified npm `y-websocket`, a new provider for each connection. */
export class PlainPeer implements Peer {
  readonly name: string
  readonly doc = new Y.Doc()
  ended: string | null = null
  readonly #text = this.doc.getText('content')
  readonly #history = new Y.UndoManager(this.#text, { captureTimeout: 0 })
  #provider: WebsocketProvider | null = null

  constructor(name: string) {
    this.name = name
  }

  get online(): boolean {
    return this.#provider !== null
  }

  get synced(): boolean {
    return this.#provider?.synced === true
  }

  text(): string {
    return this.#text.toJSON()
  }

  insert(at: number, piece: string): void {
    this.#text.insert(at, piece)
  }

  delete(at: number, length: number): void {
    this.#text.delete(at, length)
  }

  undo(): void {
    this.#history.undo()
  }

  pending(): boolean {
    return this.doc.store.pendingStructs !== null || this.doc.store.pendingDs !== null
  }

  connect({ url, document, ticket }: Address): void {
    const provider = new WebsocketProvider(
      `${url.replace('http', 'ws')}/sync/v1`,
      document,
      this.doc,
      { params: { ticket }, WebSocketPolyfill: WebSocket as never, disableBc: true },
    )
    this.#provider = provider
    provider.on('connection-close', (event) => {
      const code = event?.code ?? 1006
      if (code >= 4400 && code < 4500 && code !== 4401) this.ended ??= `closed with ${code}`
      // it would come back by itself, to where the server was: whoever drives it decides when
      if (provider === this.#provider) this.disconnect('close')
    })
  }

  disconnect(parting: Parting): void {
    const provider = this.#provider
    this.#provider = null
    if (provider === null) return
    const ws = provider.ws as unknown as WebSocket | null
    if (parting !== 'close' && ws !== null) cut(ws, parting)
    provider.destroy()
  }
}
