import type { Session } from '../../src/relay/connection.ts'
import type { Joined, Relay } from '../../src/relay/relay.ts'
import { Messages } from './messages.ts'
import { StickyReplica } from './sticky-replica.ts'

/** A replica at a relay with no socket between: what one says, the other hears in the same turn. */
export class Seat extends StickyReplica {
  readonly #joined: Joined

  constructor(relay: Relay, session: Session) {
    super()
    const messages = new Messages()
    this.#joined = relay.connect(session, {
      sticky: true,
      buffered: 0,
      write: (bytes) => {
        for (const message of messages.take(bytes)) this.hear(message)
      },
      cork: () => {},
      uncork: () => {},
      close: ({ code }) => {
        this.closed ??= { code }
      },
      whenDrained: (resume) => void setImmediate(resume),
    })
  }

  send(frame: Uint8Array): void {
    this.#joined.receive(frame)
  }

  /** What the gateway says when a socket has closed. */
  leave(): void {
    this.#joined.leave()
  }
}
