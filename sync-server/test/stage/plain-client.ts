import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Address } from './address.ts'

/** The unmodified npm `y-websocket`, as anybody would use it. */
export const provide = ({ url, document, ticket }: Address, doc: Y.Doc): WebsocketProvider =>
  new WebsocketProvider(`${url.replace('http', 'ws')}/sync/v1`, document, doc, {
    params: { ticket },
    WebSocketPolyfill: WebSocket as never,
    disableBc: true,
  })

/** A document in it. */
export class PlainClient {
  readonly doc = new Y.Doc()
  readonly text = this.doc.getText('content')
  readonly provider: WebsocketProvider

  constructor(address: Address) {
    this.provider = provide(address, this.doc)
  }

  close(): void {
    this.provider.destroy()
  }
}
