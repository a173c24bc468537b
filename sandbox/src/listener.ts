import { createServer, type RequestListener, type Server } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** Told to whoever starts the program: which port is taken and what to do about it. */
class PortInUseError extends Error {
  constructor(port: number, what: string) {
    super(
      `Port ${port} (${what}) is already in use. Stop the program that uses it ` +
        `(\`lsof -i :${port}\` names it), then start again.`,
    )
  }
}

/** What answers at a port. */
export interface Handlers {
  request: RequestListener
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/** One port on both loopback addresses: Chromium takes 127.0.0.1, other clients may take ::1. */
export class Listener {
  readonly #servers = [createServer(), createServer()] as const
  readonly #sockets = new Set<Socket>()

  /** Listens at once, so that the port is known before anything that needs it is built. */
  static async open(what: string, port: number): Promise<Listener> {
    const listener = new Listener()
    const [ipv4, ipv6] = listener.#servers
    await listen(ipv4, port, '127.0.0.1', what)
    // A machine without IPv6 does without.
    await listen(ipv6, listener.port, '::1', what).catch(() => undefined)
    return listener
  }

  get port(): number {
    return (this.#servers[0].address() as AddressInfo).port
  }

  serve({ request, upgrade }: Handlers): void {
    for (const server of this.#servers) {
      server.on('request', request)
      if (upgrade) server.on('upgrade', upgrade)
      server.on('connection', (socket) => {
        this.#sockets.add(socket)
        socket.on('close', () => this.#sockets.delete(socket))
      })
    }
  }

  /** Stops listening and ends every connection, upgraded ones too. */
  async close(): Promise<void> {
    const closed = this.#servers.map(
      (server) => new Promise<void>((resolve) => void server.close(() => resolve())),
    )
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(closed)
  }
}

function listen(server: Server, port: number, host: string, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(port, what) : error)
    })
    server.listen(port, host, resolve)
  })
}
