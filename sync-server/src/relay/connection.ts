import type { Role } from '@sticky/shared/access'
import type { CloseReason } from '@sticky/shared/errors'
import { writeServerFrame } from '@sticky/shared/frames'
import type { Refusal, ServerFrame } from '@sticky/shared/frames'
import type { Author, LinkSession } from '../store/types.ts'
import { encoded, framed, framedHead } from './framing.ts'
import { Pacer } from './pacer.ts'

/**
 * Who is at the other end. The relay is given this; it does not know how rights are decided. `link`: the share link
 * by which they came, null for who came by their own right. `until`: when the right runs out by itself, ms since
 * 1970, if it does.
 */
export type Session = {
  user: { id: string; name: string; color: string }
  author: Author
  document: string
  role: Role
  link: LinkSession | null
  /** Of the user that it was opened for, at that time; null for a guest. Another one now: all that they held is void. */
  tokenVersion: number | null
  until: number | null
}

/** The least that a WebSocket must do for the relay. */
export interface Socket {
  /** True when the client speaks `sticky.v1`. */
  readonly sticky: boolean
  /** Bytes that wait for a slow reader. */
  readonly buffered: number
  /** Bytes of whole WebSocket messages (`framing.ts`), in one system call where possible; they may be shared (R18). */
  write(messages: Uint8Array): void
  /** What is written until `uncork` leaves in one system call. */
  cork(): void
  uncork(): void
  close(reason: CloseReason): void
  /** Reads nothing of it for so many ms: the sender's own buffers fill, and nothing is lost. */
  rest(ms: number): void
  /** Calls back once, when what was sent has left. */
  whenDrained(resume: () => void): void
}

/**
 * `joining`: registered, being brought up to date. `live`: gets what is committed. `behind`: too slow, its queue
 * was dropped, it goes on from `seq` once it has drained (R51). `closed`: gone.
 */
export type Phase = 'joining' | 'live' | 'behind' | 'closed'

/** An update frame, the `n`th of its connection; `verified`: looked at with the whole log known (R19). */
export type Received = {
  from: Connection
  n: number
  update: Uint8Array
  step2: boolean
  verified: boolean
}

/** What may come of a connection before it can be looked at, in messages of full size (R50). */
export const EARLY_MESSAGES = 4

let connections = 0

/** One socket in one room. */
export class Connection {
  /** Larger than that of every connection before it. */
  readonly number = (connections += 1)
  readonly session: Session
  readonly socket: Socket
  phase: Phase = 'joining'
  role: Role
  /** Every entry up to this one has been sent to it, or came from it. */
  seq = 0
  /** How many update frames have come from it (R11). */
  received = 0
  /** True after a refusal or a cut: what it has sent, and is not looked at yet, does not count (R20, R31). */
  ended = false
  /** The client id that it is present with (R40). */
  clientId: number | null = null
  /** It has said where it stands: a sticky client with `join`, a plain one with its first sync step 1. */
  joined = false
  /** How many looks at its right have begun, and the newest of them that has taken effect. */
  checks = 0
  checked = 0
  /** The newest look at its right: who waits for an older one waits for this one (R31). */
  check: Promise<void> = Promise.resolve()
  /** When it last said what its document is (R63). */
  checkedAt = -Infinity
  #asksWho: Pacer | null = null
  #asksWhat: Pacer | null = null
  /** Another connection has taken its client id, and it has not been told yet (R13). */
  dispossessed = false
  /** Settles when nothing is under way that brings it up to date. */
  catchingUp: Promise<void> = Promise.resolve()
  /** Update frames that came before it was live, and their bytes. */
  readonly early: Received[] = []
  earlyBytes = 0
  /** How many of its update frames are durable. */
  durable = 0
  /** That is told when its line is free: it reads too slowly to be told each time. */
  owed = false
  /** True from a gap until the client's answer to the sync step 1 that asks for what is missing. */
  mending = false
  #asksMissing: Pacer | null = null
  /** Answers in a row that left a gap; a client that cannot mend is refused. */
  gaps = 0

  constructor(session: Session, socket: Socket) {
    this.session = session
    this.socket = socket
    this.role = session.role
  }

  get sticky(): boolean {
    return this.socket.sticky
  }

  /** It asks who is here: that is answered now and then (R50). */
  get asksWho(): Pacer {
    return (this.#asksWho ??= new Pacer())
  }

  /** A plain client asks, again, what it lacks. */
  get asksWhat(): Pacer {
    return (this.#asksWhat ??= new Pacer())
  }

  /** How a client is asked for what is missing, however often there is a gap. */
  get asksMissing(): Pacer {
    return (this.#asksMissing ??= new Pacer())
  }

  /** R11: so many update frames are durable, and everything up to `seq` has been sent. */
  saved(seq: number): void {
    if (this.sticky && this.phase !== 'closed') this.tell({ kind: 'saved', n: this.durable, seq })
  }

  refuse(n: number, reason: Refusal, text: string): void {
    this.tell({ kind: 'refused', n, reason, text })
  }

  /** Only for who speaks `sticky.v1`. */
  tell(message: ServerFrame): void {
    this.socket.write(encoded((encoder) => writeServerFrame(encoder, message)))
  }

  /** The frame becomes one message. */
  send(frame: Uint8Array): void {
    this.socket.write(framed(frame))
  }

  /** One message, of which `rest` is large and shared with others: it is not copied. */
  sendShared(head: Uint8Array, rest: Uint8Array): void {
    this.socket.cork()
    this.socket.write(framedHead(head, rest.length))
    this.socket.write(rest)
    this.socket.uncork()
  }

  close(reason: CloseReason): void {
    this.ended = true
    if (this.phase === 'closed') return
    this.phase = 'closed'
    this.socket.close(reason)
  }
}
