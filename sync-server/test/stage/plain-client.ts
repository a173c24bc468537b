import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Address } from './address.ts'

/** The unmodified npm `y-websocket`, as anybody would use it. */
export const provide = ({ url, document, ticket }: Address, doc: Y.Doc): WebsocketProvider => {
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/sync/v1`, document, doc, {
    params: { ticket },
    WebSocketPolyfill: WebSocket as never,
    disableBc: true,
  })
  // each of them withdraws its presence when the process ends; no test is there to see it, and crowds look like a leak
  process.off('exit', provider._exitHandler)
  return provider
}

/** What is shown of somebody: `user` by the server, the rest by their client. */
type Seen = { user?: { id: string; name: string; color: string }; cursor?: unknown }

/** A document in it. */
export class PlainClient {
  readonly doc = new Y.Doc()
  readonly text = this.doc.getText('content')
  readonly provider: WebsocketProvider

  constructor(address: Address) {
    this.provider = provide(address, this.doc)
  }

  /** What it was told of whoever is present with this client id. */
  sees(client: number): Seen | undefined {
    return this.provider.awareness.getStates().get(client)
  }

  close(): void {
    this.provider.destroy()
  }
}
