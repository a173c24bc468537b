import type { Role } from '@sticky/shared/access'
import { StickyError } from '@sticky/shared/errors'
import { MESSAGE, readClientFrame, serverFrame, SYNC, syncFrame } from '@sticky/shared/frames'
import type { Join, Refusal, ServerFrame } from '@sticky/shared/frames'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { HandClock } from './hand-clock.ts'
import { Provider } from './provider.ts'
import type { SocketEvents } from './socket.ts'
import { saveState } from './status.ts'

type Peer = { events: SocketEvents; sent: number; joined: boolean; inbox: Uint8Array[] }

/**
 * A server of one document, small enough to read, with a network that moves only when `flush` is called: what
 * clients send lies in their inbox until then. It keeps the wire rules; `refuse` and `lose` make it break one.
 */
class StandIn {
  readonly clock = new HandClock()
  readonly log: Uint8Array[] = []
  /** Every frame a client sent, for counting what travels. */
  readonly received: Uint8Array[] = []
  readonly joins: Join[] = []
  role: Role = 'edit'
  generation = 'g1'
  snapshot: { seq: number; update: Uint8Array } | null = null
  /** Whether tickets are given. */
  up = true
  #doc = new Y.Doc()
  #peers: Peer[] = []
  #refusal: Refusal | null = null
  #lost = 0

  /** Somebody with the document open; `text` is theirs to edit. */
  person() {
    const doc = new Y.Doc()
    const awareness = new Awareness(doc)
    const provider = new Provider({
      doc,
      awareness,
      origin: 'ws://stand.in',
      clock: this.clock,
      ticket: async () => {
        if (!this.up) throw new StickyError('unavailable')
        const expiresAt = this.clock.now() + 60_000
        return { url: '/sync/v1/d', ticket: 't', role: this.role, expiresAt }
      },
      openSocket: (_url, events) => this.#accept(events),
    })
    return { doc, awareness, provider, text: doc.getText('content') }
  }

  /** The next update frame is refused. */
  refuse(reason: Refusal): void {
    this.#refusal = reason
  }

  /** The next `n` deliveries of updates get lost on their way to a client. */
  lose(n: number): void {
    this.#lost = n
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
  }

  #accept(events: SocketEvents) {
    const peer: Peer = { events, sent: 0, joined: false, inbox: [] }
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
    const resumed = join.cursor?.generation === generation
    this.#tell(peer, { kind: 'welcome', generation, head: log.length, role, resumed })
    if (!resumed && this.snapshot !== null) this.#tell(peer, { kind: 'snapshot', ...this.snapshot })
    const prev = resumed ? (join.cursor?.seq ?? 0) : (this.snapshot?.seq ?? 0)
    const updates = log.slice(prev)
    if (updates.length > 0) this.#tell(peer, { kind: 'updates', prev, seq: log.length, updates })
    this.#ask(peer)
  }

  #update(peer: Peer, update: Uint8Array): void {
    peer.sent += 1
    const before = Y.encodeStateAsUpdate(this.#doc)
    const after = merged([before, update])
    const refusal = this.#refusal ?? (after.complete ? null : 'resync')
    this.#refusal = null
    if (refusal !== null) {
      this.#tell(peer, { kind: 'refused', n: peer.sent, reason: refusal, text: '' })
      if (refusal === 'resync') this.#ask(peer)
      return
    }
    Y.applyUpdate(this.#doc, update)
    if (before.join() !== after.state.join()) this.#deliver(peer, update)
    this.#tell(peer, { kind: 'saved', n: peer.sent, seq: this.log.length })
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

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

type Person = ReturnType<StandIn['person']>

/** What the page tells the person. */
export const says = ({ provider }: Person): string => saveState(provider.status).text

export const state = ({ provider }: Person): string => provider.status.state.kind

/** A document that Ada has open and in step. */
export const opened = async () => {
  const server = new StandIn()
  const ada = server.person()
  await server.flush()
  return { server, ada }
}

/** … and Grace too. */
export const together = async () => {
  const { server, ada } = await opened()
  const grace = server.person()
  await server.flush()
  return { server, ada, grace }
}
