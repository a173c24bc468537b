import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { socketUrl } from './stage/address.ts'
import type { Address } from './stage/address.ts'
import { knock } from './stage/raw-socket.ts'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const MOST = 5

const { server, ada, grace } = await setStage(['ada', 'grace'], { LIMIT_CONNECTIONS: String(MOST) })

/** A socket that stays; `open` once it is, or what HTTP answered instead. */
const come = (address: Address): Promise<string> =>
  new Promise((resolve) => {
    const ws = new WebSocket(socketUrl(address))
    onTestFinished(() => ws.terminate())
    ws.on('error', () => {})
    ws.on('open', () => resolve('open'))
    ws.on('unexpected-response', (_request, response) => {
      response.setEncoding('utf8')
      response.once('data', (body: string) => resolve(`${response.statusCode} ${body}`))
    })
  })

/** Asks for an upgrade, hears the answer, and then neither speaks nor goes. */
const linger = async (address: Address): Promise<Socket> => {
  const { host, hostname, port, pathname, search } = new URL(socketUrl(address))
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => {})
  const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
  const head = `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket`
  socket.write(`${head}\r\nConnection: Upgrade\r\n${key}\r\n\r\n`)
  await once(socket, 'data')
  return socket
}

/** Whether the other end takes nothing more, before 5 s are over. */
const isCutOff = async (socket: Socket): Promise<boolean> => {
  const speaking = setInterval(() => {
    // an empty WebSocket frame; there is nobody to answer it
    if (socket.writable) socket.write(Buffer.from([0x82, 0x80, 0, 0, 0, 0]))
  }, 50)
  await until('it is cut off', () => socket.destroyed, 5_000).catch(() => {})
  clearInterval(speaking)
  return socket.destroyed
}

it('R50 T24: of many who come at the same moment no more are let in than may be; the others hear why', async () => {
  const id = await ada.create('text')
  const address = await ada.addressOf(id)
  const outcomes = await Promise.all(Array.from({ length: MOST * 6 }, () => come(address)))
  expect(outcomes.filter((outcome) => outcome === 'open').length).toBe(MOST)
  const refused = outcomes.filter((outcome) => outcome !== 'open')
  expect(new Set(refused).size).toBe(1)
  expect(refused[0]).toMatch(/^503 .*"code":"unavailable","message":"[^"]*Retry/)
})

it('R50 T24: whoever is refused with an HTTP answer and does not go is cut off', async () => {
  const id = await ada.create('text')
  const socket = await linger({ url: server.url, document: id, ticket: 'none' })
  expect(await isCutOff(socket)).toBe(true)
})

it('R1 R50 T24: whoever is closed at the door and does not answer is cut off', async () => {
  const id = await ada.share('text', grace, 'view')
  const address = await grace.addressOf(id)
  await ada.withdraw(id, grace)
  expect(await knock(socketUrl(address))).toBe('closed 4403')
  expect(await isCutOff(await linger(address))).toBe(true)
})
