import type { WebSocket } from 'ws'
import type { WebsocketProvider } from 'y-websocket'
import type { Address } from '../address.ts'
import { provide } from '../plain-client.ts'
import { cut } from './peer.ts'
import type { Parting } from './peer.ts'
import { YjsPeer } from './yjs-peer.ts'

/** The unmodified npm `y-websocket`, a new provider for each connection. */
export class PlainPeer extends YjsPeer {
  #provider: WebsocketProvider | null = null

  get online(): boolean {
    return this.#provider !== null
  }

  get synced(): boolean {
    return this.#provider?.synced === true
  }

  connect(address: Address): void {
    const provider = provide(address, this.doc)
    this.#provider = provider
    provider.on('connection-close', (event) => {
      this.hearClosed(event?.code ?? 1006)
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
