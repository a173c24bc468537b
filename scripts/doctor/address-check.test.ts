import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { httpsFindings, publicFindings } from './address-check.ts'
import { tried } from './finding.ts'

const ID = '1210000000000000001'
const PAGE = readFileSync(join(import.meta.dirname, '../../activity/index.html'), 'utf8')

type Way = {
  health?: string
  servedId?: string
  headers?: OutgoingHttpHeaders
  upgrades?: boolean
}

/** A Sticky server behind a proxy, as far as the doctor looks. */
const open = async ({
  health = '{"status":"ok"}',
  servedId = ID,
  headers = {},
  upgrades = true,
}: Way): Promise<string> => {
  const server = createServer((request, response) => {
    if (request.url === '/healthz') return response.end(health)
    if (request.url !== '/') return response.writeHead(404).end()
    response.writeHead(200, {
      'content-security-policy': "default-src 'none'; frame-ancestors 'self' https://discord.com",
      ...headers,
    })
    return response.end(PAGE.replace('__DISCORD_CLIENT_ID__', servedId))
  })
  server.on('upgrade', (_, socket) =>
    socket.end(`HTTP/1.1 ${upgrades ? '401 Unauthorized' : '404 Not Found'}\r\n\r\n`),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => server.closeAllConnections())
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const lookAt = async (way: Way) => {
  const url = await open(way)
  const findings = await tried(() => publicFindings({ url, applicationId: ID, timeout: 5_000 }))
  return findings
    .filter(({ what }) => !what.includes('web app'))
    .map(({ status, what }) => `${status}: ${what.replace(url, 'URL')}`)
}

it('is content where page, application and sockets get through', async () => {
  expect(await lookAt({})).toEqual([
    'ok: URL leads to a Sticky server',
    'ok: The Activity may be shown by https://discord.com',
    'ok: WebSockets pass',
  ])
})

it.for<[string, Way, string]>([
  ['another page', { health: '<h1>Tunnel</h1>' }, 'failed: What answers at URL is not Sticky'],
  [
    'a server of another application',
    { servedId: '1210000000000000002' },
    `failed: The server at URL serves the application 1210000000000000002, not ${ID}`,
  ],
  [
    'a server that runs with the sandbox’s settings or none',
    { servedId: '' },
    `failed: The server at URL serves no application, not ${ID}`,
  ],
  [
    'a proxy that forbids frames',
    { headers: { 'x-frame-options': 'DENY' } },
    'failed: Something on the way adds the header X-Frame-Options: Discord cannot show the Activity',
  ],
  [
    'a page that nobody may frame',
    { headers: { 'content-security-policy': "frame-ancestors 'self' " } },
    'failed: No page may show the Activity in a frame',
  ],
  [
    'a proxy without WebSockets',
    { upgrades: false },
    'failed: WebSockets do not pass: the answer is 404',
  ],
])('notices %s', async ([, way, expected]) => {
  expect(await lookAt(way)).toContain(expected)
})

it('wants https for Discord', () => {
  expect(httpsFindings('http://example.org')).toMatchObject([{ status: 'failed' }])
  expect(httpsFindings('https://example.org')).toEqual([])
})
