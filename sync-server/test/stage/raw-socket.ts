import { once } from 'node:events'
import { Socket } from 'node:net'
import { WebSocket } from 'ws'
import { socketUrl } from './address.ts'
import type { Address } from './address.ts'

/** A socket without any protocol on top, when it is open. */
export const openSocket = async (address: Address): Promise<WebSocket> => {
  const ws = new WebSocket(socketUrl(address))
  ws.on('error', () => {})
  await once(ws, 'open')
  return ws
}

export const closeCode = (ws: WebSocket): Promise<number> =>
  new Promise((resolve) => ws.once('close', resolve))

/** The line under a WebSocket. */
export const lineOf = (ws: WebSocket | null): Socket => {
  const line: unknown = ws === null ? null : Reflect.get(ws, '_socket')
  if (!(line instanceof Socket)) throw new Error('it has no line')
  return line
}

/** The ends of all connections to this server, in this process: what waits in each for its reader, in bytes. */
export const waitingAt = (url: string): number[] => {
  const handles = (Reflect.get(process, '_getActiveHandles') as () => unknown[]).call(process)
  const port = Number(new URL(url).port)
  return handles
    .filter((handle) => handle instanceof Socket)
    .filter(({ localPort }) => localPort === port)
    .map(({ writableLength }) => writableLength)
}

/** What becomes of a socket at this address: `open`, `http 401`, or `closed 4403`. */
export const knock = (address: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = new WebSocket(address)
    const done = (outcome: string): void => {
      resolve(outcome)
      socket.terminate()
    }
    socket.on('error', () => {})
    socket.on('unexpected-response', (_request, { statusCode, socket: raw }) => {
      done(`http ${statusCode}`)
      raw.destroy()
    })
    socket.on('close', (code) => done(`closed ${code}`))
    // sync step 1 of an empty replica; an open document answers it
    socket.on('open', () => socket.send(Uint8Array.of(0, 0, 1, 0)))
    socket.on('message', () => done('open'))
  })
