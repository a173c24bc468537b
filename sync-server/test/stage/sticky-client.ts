import { once } from 'node:events'
import type { Socket } from 'node:net'
import { SUBPROTOCOL } from '@sticky/shared/frames'
import { WebSocket } from 'ws'
import { socketUrl } from './address.ts'
import type { Address } from './address.ts'
import { lineOf } from './raw-socket.ts'
import { StickyReplica } from './sticky-replica.ts'

/** A replica at the other end of a WebSocket. */
export class StickyClient extends StickyReplica {
  readonly #ws: WebSocket

  constructor(address: Address) {
    super()
    this.#ws = new WebSocket(socketUrl(address), [SUBPROTOCOL])
    this.#ws.on('message', (data: Buffer) => this.hear(data))
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

  override async join(): Promise<void> {
    if (!this.isOpen) await once(this.#ws, 'open')
    await super.join()
  }

  send(frame: Uint8Array): void {
    this.#ws.send(frame)
  }

  close(): void {
    this.#ws.close()
  }
}
