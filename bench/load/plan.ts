/**
 * How a client speaks. `forward`: no handshake, the server passes bytes on. `plain`: y-protocols, as y-websocket
 * does. `hocuspocus`: the same with the document's name before each message. `sticky`: `sticky.v1`.
 */
export type Wire = 'forward' | 'plain' | 'hocuspocus' | 'sticky'

/** Where one client of one document connects; `path` with whatever authorises it. */
export type Seat = { wire: Wire; host: string; port: number; path: string; document: string }

/**
 * `closed`: each writer has `window` messages under way that are not with everybody yet, and sends the next when
 * one is. `open`: `perSecond` messages a second from all writers together, whatever comes back.
 */
export type Pace = { mode: 'closed'; window: number } | { mode: 'open'; perSecond: number }

/** `typing`: a message is one character appended. `presence`: a message is the client's awareness state. */
export type Traffic = {
  what: 'typing' | 'presence'
  /** The first so many clients of each document write; all of them read. */
  writers: number
  pace: Pace
}

/** What the load generator does: connect everybody, warm up, measure, wait until everything has arrived. */
export type Plan = {
  documents: Seat[][]
  traffic: Traffic
  /** ms */
  warmUp: number
  /** ms that are measured */
  duration: number
  /** The process whose processor time is counted. */
  server: number
}

/** What happened while it was measured. A delivery is one message that reached one other client. */
export type Counts = {
  seconds: number
  sent: number
  delivered: number
  /** Deliveries that what was sent meanwhile comes to. */
  offered: number
  /** WebSocket messages and bytes received; servers may pack several deliveries into one message. */
  messages: number
  bytes: number
  /** How often a reader was told that it is behind. */
  behind: number
  /** From the moment a message was due until it was with one reader, ms; only for an open pace. */
  latency: { p50: number; p99: number } | null
  /** Processor time of the server's main process and of the processes it has started, s. */
  server: number
  children: number
  /** Share of one core that the load generator itself took, 0 to 1. */
  generator: number
}

export type ToGenerator = { kind: 'connect'; plan: Plan } | { kind: 'run' }
export type FromGenerator =
  | { kind: 'connected' | 'begin' | 'end' }
  | { kind: 'done'; counts: Counts }
  | { kind: 'failed'; message: string }
