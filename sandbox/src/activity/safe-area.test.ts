import { once } from 'node:events'
import { createServer, get, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, it } from 'vitest'
import { activityProxy } from './activity-proxy.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

/** A page that compresses for whoever takes it, behind the proxy. */
async function open(): Promise<string> {
  const target = await serve((request, response) => {
    const isZipped = request.headers['accept-encoding']?.includes('gzip') ?? false
    const body = Buffer.from('<p>Hello</p>')
    response.setHeader(
      'content-type',
      request.url?.startsWith('/x.js') ? 'text/javascript' : 'text/html',
    )
    if (isZipped) response.setHeader('content-encoding', 'gzip')
    response.end(isZipped ? gzipSync(body) : body)
  })
  const origin = 'http://localhost:3333'
  const proxy = activityProxy({
    applicationId: '1',
    target,
    clientOrigin: origin,
    apiOrigin: origin,
  })
  return serve(proxy.request)
}

function read(address: string): Promise<string> {
  const headers = { host: '1.discordsays.localhost', 'accept-encoding': 'gzip' }
  return new Promise((resolve, reject) => {
    get(address, { headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => resolve(Buffer.concat(parts).toString()))
    }).on('error', reject)
  })
}

it('F70: the document of an Activity on a phone knows the safe areas, as in the app; nothing else is touched', async () => {
  const address = await open()
  const onPhone = await read(`${address}/?platform=mobile`)
  expect(onPhone).toContain('<p>Hello</p>')
  expect(onPhone).toContain('--discord-safe-area-inset-top: 44px')
  const untouched = gzipSync(Buffer.from('<p>Hello</p>')).toString()
  expect(await read(`${address}/?platform=desktop`)).toBe(untouched)
  expect(await read(`${address}/x.js?platform=mobile`)).toBe('<p>Hello</p>')
})
