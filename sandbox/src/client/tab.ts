import type { WebSocket } from 'ws'
import type { SeedUser } from '../state/seed.ts'
import type { ToPage } from '../wire/control.ts'

const HANDSHAKE_WITHIN_MS = 1500

/** One open page and who looks at it. */
export class Tab {
  readonly user: SeedUser
  readonly #socket: WebSocket
  readonly #waiting = new Map<string, () => void>()

  constructor(socket: WebSocket, user: SeedUser) {
    this.#socket = socket
    this.user = user
  }

  send(message: ToPage): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  /** Opens the Activity; resolves with the SDK's handshake, or after 1.5 s without one. */
  launch(instanceId: string, channelId: string, customId: string | null): Promise<void> {
    this.send({ type: 'launch', instanceId, channelId, customId })
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, HANDSHAKE_WITHIN_MS)
      this.#waiting.set(instanceId, () => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  shookHands(instanceId: string): void {
    this.#waiting.get(instanceId)?.()
    this.#waiting.delete(instanceId)
  }
}
