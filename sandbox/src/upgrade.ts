import type { WebSocketServer } from 'ws'
import type { Handlers } from './listener.ts'

/** Takes WebSockets at one path (query and trailing slash aside) and refuses all others. */
export function upgradeTo(path: string, server: WebSocketServer): NonNullable<Handlers['upgrade']> {
  return (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', 'http://sandbox')
    if (pathname.replace(/\/$/, '') !== path) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
      return
    }
    server.handleUpgrade(request, socket, head, (webSocket) => {
      server.emit('connection', webSocket, request)
    })
  }
}
