import { request as httpRequest } from 'node:http'
import type {
  IncomingHttpHeaders,
  IncomingMessage,
  OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http'
import type { Duplex } from 'node:stream'
import type { Handlers } from '../listener.ts'
import { isForPhone, sendWithSafeAreas } from './safe-area.ts'

interface ProxyOptions {
  applicationId: string
  /** Where the Activity is served: what the portal's URL mapping `/` points to. */
  target: string
  /** The page that may frame the Activity. */
  clientOrigin: string
  apiOrigin: string
}

const CACHE_HEADERS = ['cache-control', 'etag', 'expires', 'last-modified', 'age', 'pragma']

/**
 * Stands for `<app>.discordsays.com`: maps `/` and `/.proxy/` to the target, WebSockets too; sets
 * the content policy; HTML is never cached. It answers no redirects of its own, because any redirect
 * inside the frame breaks the SDK.
 */
export function activityProxy(options: ProxyOptions): Handlers {
  return {
    request: (request, response) => relay(request, response, options),
    upgrade: (request, socket, head) => relaySocket(request, socket, head, options),
  }
}

function relay(request: IncomingMessage, response: ServerResponse, options: ProxyOptions): void {
  if (!isOurs(request, options)) {
    response.writeHead(404).end('Unknown application')
    return
  }
  const upstream = forward(request, options)
  upstream.on('response', (answer) => {
    const headers = outgoing(answer.headers, request, options)
    if (isForPhone(request) && isHtml(answer.headers)) {
      sendWithSafeAreas(answer, response, headers)
      return
    }
    response.writeHead(answer.statusCode ?? 502, headers)
    answer.pipe(response)
  })
  upstream.on('error', () => {
    if (response.headersSent) {
      response.destroy()
      return
    }
    response.writeHead(502, { 'content-type': 'text/plain', 'cache-control': 'no-store' })
    response.end(`The Activity does not answer at ${options.target}`)
  })
  response.on('close', () => upstream.destroy())
  request.pipe(upstream)
}

function isOurs(request: IncomingMessage, { applicationId }: ProxyOptions): boolean {
  return (request.headers.host ?? '').startsWith(`${applicationId}.discordsays.`)
}

function forward(request: IncomingMessage, { target }: ProxyOptions) {
  const url = new URL(target)
  return httpRequest({
    hostname: url.hostname,
    port: url.port,
    method: request.method ?? 'GET',
    path: mapped(request.url ?? '/'),
    headers: {
      ...request.headers,
      host: url.host,
      'x-forwarded-host': request.headers.host ?? '',
      'x-forwarded-proto': 'http',
      ...(isForPhone(request) && { 'accept-encoding': 'identity' }),
    },
  })
}

/** Both forms work identically since July 2025. */
function mapped(path: string): string {
  return path.replace(/^\/\.proxy(?=\/|$)/, '') || '/'
}

function outgoing(
  headers: IncomingHttpHeaders,
  request: IncomingMessage,
  options: ProxyOptions,
): OutgoingHttpHeaders {
  const sent: OutgoingHttpHeaders = { ...headers }
  delete sent['x-frame-options']
  sent['content-security-policy'] = contentPolicy(request.headers.host ?? '', options)
  if (isHtml(headers)) {
    for (const name of CACHE_HEADERS) delete sent[name]
    sent['cache-control'] = 'no-store'
  }
  return sent
}

function isHtml(headers: IncomingHttpHeaders): boolean {
  return (headers['content-type'] ?? '').startsWith('text/html')
}

/**
 * Discord's own header is not published; this one keeps to what its docs and bug reports say. The
 * stand-in's CDN takes the place of cdn.discordapp.com.
 */
function contentPolicy(host: string, { clientOrigin, apiOrigin }: ProxyOptions): string {
  const cdn = ['attachments', 'avatars', 'icons'].map((folder) => `${apiOrigin}/${folder}/`)
  return [
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    `img-src 'self' data: blob: ${cdn.join(' ')}`,
    `media-src 'self' data: blob: ${cdn.join(' ')}`,
    `connect-src 'self' ws://${host} ${apiOrigin}/api/`,
    "worker-src 'none'",
    "frame-src 'self'",
    `frame-ancestors ${clientOrigin}`,
  ].join('; ')
}

function relaySocket(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  options: ProxyOptions,
): void {
  socket.on('error', () => socket.destroy())
  if (!isOurs(request, options)) {
    socket.destroy()
    return
  }
  const upstream = forward(request, options)
  upstream.on('upgrade', (answer, peer: Duplex, peerHead: Buffer) => {
    socket.write(rawHead(answer))
    if (peerHead.length > 0) socket.write(peerHead)
    if (head.length > 0) peer.write(head)
    join(socket, peer)
  })
  upstream.on('response', (answer) => {
    socket.write(rawHead(answer))
    answer.pipe(socket)
  })
  upstream.on('error', () => socket.destroy())
  upstream.end()
}

function join(one: Duplex, other: Duplex): void {
  one.pipe(other).pipe(one)
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
  }
}

function rawHead({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`]
  for (let i = 0; i < rawHeaders.length; i += 2)
    lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}
