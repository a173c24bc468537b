import { STATUS_CODES } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { CLOSE, ERRORS, StickyError } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import { SUBPROTOCOL } from '@sticky/shared/frames'
import { Id } from '@sticky/shared/ids'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import type { Tickets } from '../documents/tickets.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { Relay } from '../relay/relay.ts'
import { Heartbeat } from './heartbeat.ts'
import { EASY_CREDIT, giveSeats, Shares, SHORT_CREDIT, takeSeats } from './limits.ts'
import type { Rate, Seat } from './limits.ts'
import { clientOf, ClientSocket, ServedSocket } from './socket.ts'

export type UpgradeOptions = {
  server: Server
  relay: Relay
  tickets: Tickets
  log: Logger
  metrics: Metrics
  limits: Rate & {
    messageBytes: number
    connections: number
    user: Rate & { connections: number }
    guests: Rate & { connections: number }
    document: Rate & { connections: number }
  }
}

/** How long somebody who is turned away may take to read why and to go, ms. */
const LEAVE_LIMIT = 2_000

type Admitted = Extract<Awaited<ReturnType<Tickets['check']>>, { kind: 'admitted' }>

/** Opens `GET /sync/v1/<document>?ticket=` to whoever holds a ticket (R1). Answers with how to stop the heartbeat. */
export const acceptUpgrades = (options: UpgradeOptions): (() => void) => {
  const { server, tickets, log, metrics, limits } = options
  const sockets = new Heartbeat()
  const authors = new Shares(limits.user, SHORT_CREDIT)
  const guests = new Shares(limits.guests, EASY_CREDIT)
  const documents = new Shares(limits.document, EASY_CREDIT)
  const wss = new WebSocketServer({
    noServer: true,
    WebSocket: ServedSocket,
    clientTracking: false,
    maxPayload: limits.messageBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  })
  const isFull = (): boolean => sockets.size >= limits.connections

  const upgrade = async (request: IncomingMessage, raw: Duplex, head: Buffer): Promise<void> => {
    const asked = readAddress(request.url ?? '')
    if (asked === null) return refuse(raw, new StickyError('not_found'))
    if (isFull()) return refuse(raw, FULL)
    const admission = await tickets.check(asked.ticket, asked.document)
    if (admission.kind === 'foreign') return refuse(raw, NO_TICKET)
    // others have come meanwhile; from here to `admit` nobody does
    if (isFull()) return refuse(raw, FULL)
    wss.handleUpgrade(request, raw, head, (ws) => {
      // also a socket that is being closed reads on, and what it cannot read is an 'error' (R53)
      ws.on('error', ignore)
      raw.off('error', ignore)
      if (admission.kind === 'close') return turnAway(ws, admission.reason)
      admit(ws, raw, admission)
    })
  }

  /** Who came by a link without an account is a person too, but anybody is as many of them as they like. */
  const seatsOf = ({ author, document, link }: Admitted): Seat[] => [
    { of: authors, key: author },
    { of: documents, key: document },
    ...(link !== null && link.userId === null ? [{ of: guests, key: link.link }] : []),
  ]

  function forget(this: WebSocket): void {
    const socket = clientOf(this)
    if (socket === null) return
    socket.leave()
    sockets.remove(socket)
    metrics.connections(sockets.size)
    giveSeats(socket.shares)
  }

  const admit = (ws: ServedSocket, raw: Duplex, admission: Admitted): void => {
    const shares = takeSeats(seatsOf(admission))
    if (shares === null) return turnAway(ws, CLOSE.tooMany)
    const socket = new ClientSocket(ws, raw, limits, shares)
    sockets.add(socket)
    metrics.connections(sockets.size)
    ws.on('close', forget)
    const { kind: _kind, ...session } = admission
    socket.attach(options.relay.connect(session, socket))
  }

  server.on('upgrade', (request: IncomingMessage, raw: Duplex, head: Buffer) => {
    raw.on('error', ignore)
    upgrade(request, raw, head).catch((error: unknown) => {
      log.error({ err: error }, 'upgrade failed')
      refuse(raw, new StickyError('internal'))
    })
  })
  return () => sockets.stop()
}

const ignore = (): void => {}

const readAddress = (url: string): { document: string; ticket: string } | null => {
  if (!URL.canParse(url, 'http://relay')) return null
  const { pathname, searchParams } = new URL(url, 'http://relay')
  const [, document] = /^\/sync\/v1\/([^/]+)$/.exec(pathname) ?? []
  if (!Id.safeParse(document).success || document === undefined) return null
  return { document, ticket: searchParams.get('ticket') ?? '' }
}

const NO_TICKET = new StickyError(
  'unauthenticated',
  'The ticket of this address opens nothing here. Ask for a new one: POST /api/v1/documents/:id/tickets.',
)
const FULL = new StickyError(
  'unavailable',
  'This server has as many connections as it may have. Retry in a few seconds.',
)

/** An HTTP answer instead of a socket, in the words of the API; nothing is kept of the caller. */
const refuse = (raw: Duplex, { code, status, message }: StickyError): void => {
  const body = JSON.stringify({ error: { code, message } })
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(ERRORS[code].retry ? ['Retry-After: 2'] : []),
  ]
  raw.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  const limit = setTimeout(() => raw.destroy(), LEAVE_LIMIT)
  raw.once('close', () => clearTimeout(limit))
}

/** Closes a socket that was never let in, whether or not the other end answers. */
const turnAway = (ws: WebSocket, { code, reason }: CloseReason): void => {
  ws.close(code, reason)
  const limit = setTimeout(() => ws.terminate(), LEAVE_LIMIT)
  ws.once('close', () => clearTimeout(limit))
}
