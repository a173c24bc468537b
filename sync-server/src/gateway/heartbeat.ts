import { randomBytes } from 'node:crypto'
import { MESSAGE } from '@sticky/shared/frames'
import { framed } from '../relay/framing.ts'

/** What all sockets of one beat are sent, and the part of it that nobody can send back who has not read it (R52). */
export type Ping = { nonce: Buffer; messages: Buffer }

/** What is looked after: how it is called on to answer, or is found to be gone. */
export type Beating = { beat(ping: Ping): void }

/** How often each socket gets a ping, ms; a dead one is gone within two of these (R52). */
const EVERY = 15_000
/** Parts of that time; in each a part of the sockets has its turn, so that no moment belongs to all of them. */
const PARTS = 60

const NONCE_BYTES = 8
/** FIN and "ping": the first byte of a WebSocket ping (RFC 6455, section 5.5.2). */
const WHOLE_PING = 0x89
/** An awareness update of nobody: plain clients count 30 s without a message as lost. */
const NOBODY = framed(Uint8Array.of(MESSAGE.awareness, 1, 0))

const newPing = (): Ping => {
  const nonce = randomBytes(NONCE_BYTES)
  const messages = Buffer.concat([Uint8Array.of(WHOLE_PING, NONCE_BYTES), nonce, NOBODY])
  return { nonce, messages }
}

/** The heartbeat of all sockets of this process. */
export class Heartbeat {
  readonly #parts = Array.from({ length: PARTS }, () => new Set<Beating>())
  readonly #timer: NodeJS.Timeout
  #next = 0
  #size = 0
  #part = 0

  constructor() {
    this.#timer = setInterval(() => this.#beat(), EVERY / PARTS)
  }

  /** How many there are. */
  get size(): number {
    return this.#size
  }

  /** Looks after it from now on. */
  add(socket: Beating): void {
    this.#parts[this.#next]?.add(socket)
    this.#next = (this.#next + 1) % PARTS
    this.#size += 1
  }

  remove(socket: Beating): void {
    if (this.#parts.some((part) => part.delete(socket))) this.#size -= 1
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #beat(): void {
    this.#part = (this.#part + 1) % PARTS
    const ping = newPing()
    for (const socket of this.#parts[this.#part] ?? []) socket.beat(ping)
  }
}
