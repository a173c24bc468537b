import type { WebSocket } from 'ws'
import type { Place, User } from '../state/place.ts'
import type { ToPage } from '../wire/control.ts'

const HANDSHAKE_WITHIN_MS = 1500

/** One open page and who looks at it. */
export class Tab {
  /** The channels this tab was told of. */
  readonly channelIds = new Set<string>()
  readonly #socket: WebSocket
  readonly #place: Place
  readonly #user: User
  readonly #waiting = new Map<string, () => void>()
  readonly #consents = new Map<string, (isGranted: boolean) => void>()

  constructor(socket: WebSocket, place: Place, user: User) {
    this.#socket = socket
    this.#place = place
    this.#user = user
  }

  /** As the person is now: roles may have changed. */
  get user(): User {
    return this.#place.user(this.#user.id) ?? this.#user
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

  /** Asks the person whether the application may know these things; resolves when they have answered. */
  askConsent(id: string, scopes: string[]): Promise<boolean> {
    return new Promise((resolve) => {
      this.#consents.set(id, resolve)
      this.send({ type: 'consent', id, scopes })
    })
  }

  answerConsent(id: string, isGranted: boolean): void {
    this.#consents.get(id)?.(isGranted)
    this.#consents.delete(id)
  }
}
