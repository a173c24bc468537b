import { mayWrite } from '@sticky/shared/access'
import type { Role } from '@sticky/shared/access'
import { MESSAGE, readClientFrame, serverFrame, SYNC, syncFrame } from '@sticky/shared/frames'
import type { ClientFrame, Join, Refusal, ServerFrame } from '@sticky/shared/frames'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { HandClock } from './hand-clock.ts'
import type { Socket, SocketEvents } from './socket.ts'

type Peer = {
  events: SocketEvents
  sent: number
  joined: boolean
  /** Refused: what comes after it is not looked at (R20). */
  ended: boolean
  inbox: Uint8Array[]
}

/**
 * A server of one document, small enough to read, with a network that moves only when `flush` is called: what
 * clients send lies in their inbox until then. It keeps the wire rules; `refuse` and `lose` make it break one.
 */
export class StandIn {
  readonly clock = new HandClock()
  log: Uint8Array[] = []
  /** Every frame a client sent, for counting what travels. */
  readonly received: Uint8Array[] = []
  /** … and those of `sticky.v1`, read. */
  readonly said: ClientFrame[] = []
  readonly joins: Join[] = []
  role: Role = 'edit'
  generation = 'g1'
  snapshot: { seq: number; update: Uint8Array } | null = null
  /** Whether tickets are given. */
  up = true
  /** Acknowledgements get lost, and with them the line. */
  mute = false
  /** Bytes; an update frame that is larger closes its socket with 1009. */
  limit = 1_000_000
  #doc = new Y.Doc()
  #peers: Peer[] = []
  #refusals: Refusal[] = []
  #lost = 0

  /** The next `n` update frames are refused. */
  refuse(reason: Refusal, n = 1): void {
    this.#refusals = Array.from({ length: n }, () => reason)
  }

  /** The next `n` deliveries of updates get lost on their way to a client. */
  lose(n: number): void {
    this.#lost = n
  }

  /** The store comes back from a backup of that moment (R65). */
  restore(seq: number): void {
    this.log = this.log.slice(0, seq)
    this.generation = `${this.generation}+`
    this.#doc = new Y.Doc()
    for (const update of this.log) Y.applyUpdate(this.#doc, update)
    this.cut()
  }

  cut(code = 1006): void {
    const peers = this.#peers
    this.#peers = []
    for (const { events } of peers) events.close(code, '')
  }

  say(frame: ServerFrame): void {
    for (const { events } of this.#peers) events.frame(serverFrame(frame))
  }

  presence(states: { id: number; clock: number; state: unknown }[]): void {
    const bytes = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, states.length)
      for (const { id, clock, state } of states) {
        encoding.writeVarUint(encoder, id)
        encoding.writeVarUint(encoder, clock)
        encoding.writeVarString(encoder, JSON.stringify(state))
      }
    })
    const frame = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, MESSAGE.awareness)
      encoding.writeVarUint8Array(encoder, bytes)
    })
    for (const { events } of this.#peers) events.frame(frame)
  }

  /** Lets tickets, sockets and frames arrive until all is quiet; `ms` passes first. */
  async flush(ms = 60): Promise<void> {
    await settled()
    this.clock.advance(ms)
    await settled()
    for (const peer of this.#peers) if (!peer.joined) peer.events.open()
    for (let busy = true; busy;) {
      busy = false
      for (const peer of this.#peers) {
        const frame = peer.inbox.shift()
        if (frame === undefined) continue
        busy = true
        this.received.push(frame)
        this.#take(peer, frame)
      }
    }
    // devices write what came
    await settled()
  }

  accept(events: SocketEvents): Socket {
    const peer: Peer = { events, sent: 0, joined: false, ended: false, inbox: [] }
    this.#peers.push(peer)
    return {
      send: (frame: Uint8Array) => void peer.inbox.push(frame),
      close: () => void (this.#peers = this.#peers.filter((other) => other !== peer)),
    }
  }

  #take(peer: Peer, frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame)
    const type = decoding.readVarUint(decoder)
    if (type === MESSAGE.sticky) {
      const message = readClientFrame(decoder)
      this.said.push(message)
      if (message.kind === 'join') this.#join(peer, message)
    }
    if (type !== MESSAGE.sync) return
    if (decoding.readVarUint(decoder) === SYNC.step1) return
    this.#update(peer, decoding.readVarUint8Array(decoder))
  }

  #join(peer: Peer, join: Join): void {
    this.joins.push(join)
    peer.joined = true
    const { generation, role, log } = this
    const { cursor } = join
    const resumed = cursor?.generation === generation && cursor.seq <= log.length
    this.#tell(peer, { kind: 'welcome', generation, head: log.length, role, resumed })
    if (!resumed && this.snapshot !== null) this.#tell(peer, { kind: 'snapshot', ...this.snapshot })
    const prev = resumed ? cursor.seq : (this.snapshot?.seq ?? 0)
    const updates = log.slice(prev)
    if (updates.length > 0) this.#tell(peer, { kind: 'updates', prev, seq: log.length, updates })
    this.#ask(peer)
  }

  #update(peer: Peer, update: Uint8Array): void {
    if (update.length > this.limit) return peer.events.close(1009, '')
    peer.sent += 1
    if (peer.ended) return
    const before = Y.encodeStateAsUpdate(this.#doc)
    const after = merged([before, update])
    const refusal = this.#refusals.shift() ?? this.#objection(after.complete)
    if (refusal !== null) {
      this.#tell(peer, { kind: 'refused', n: peer.sent, reason: refusal, text: '' })
      if (refusal === 'resync') this.#ask(peer)
      else peer.ended = true
      return
    }
    Y.applyUpdate(this.#doc, update)
    if (before.join() !== after.state.join()) this.#deliver(peer, update)
    if (this.mute) return peer.events.close(1006, '')
    this.#tell(peer, { kind: 'saved', n: peer.sent, seq: this.log.length })
  }

  #objection(complete: boolean): Refusal | null {
    if (!mayWrite(this.role)) return 'read-only'
    return complete ? null : 'resync'
  }

  #deliver(writer: Peer, update: Uint8Array): void {
    const seq = this.log.push(update)
    for (const peer of this.#peers) {
      if (peer === writer || !peer.joined) continue
      if (this.#lost > 0) this.#lost -= 1
      else this.#tell(peer, { kind: 'updates', prev: seq - 1, seq, updates: [update] })
    }
  }

  #ask(peer: Peer): void {
    peer.events.frame(syncFrame(SYNC.step1, Y.encodeStateVector(this.#doc)))
  }

  #tell(peer: Peer, frame: ServerFrame): void {
    peer.events.frame(serverFrame(frame))
  }
}

const merged = (updates: Uint8Array[]): { state: Uint8Array; complete: boolean } => {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return { state: Y.encodeStateAsUpdate(doc), complete: doc.store.pendingStructs === null }
}

/** Promises that wait for nothing but each other are through. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
