import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import { SUBPROTOCOL } from '../../shared/src/frames.ts'
import { whyNot } from './discord-api.ts'
import { failed, ok, Trouble, warning } from './finding.ts'
import type { Finding } from './finding.ts'

const BUILT_PAGE = join(import.meta.dirname, '../../activity/dist/index.html')
/** No such document is there; its socket is refused in the server's own words. */
const NO_DOCUMENT = '/sync/v1/00000000-0000-4000-8000-000000000000?ticket=none'

/** Whether the server runs where the bot looks for it. */
export const serverFindings = async (apiUrl: string, timeout: number): Promise<Finding[]> => {
  const isThere = await isSticky(apiUrl, timeout).catch((error: unknown) => whyNot(error))
  return isThere === true
    ? [ok(`The server runs at ${apiUrl}`)]
    : [
        failed(
          `No Sticky server answers at ${apiUrl}${isThere === false ? '' : `: ${isThere}`}`,
          'Start Sticky (npm start), and run this beside it. API_URL and PORT say where it is looked for.',
        ),
      ]
}

export type PublicAddress = { url: string; applicationId: string; timeout: number }

/** Whether people and Discord get to this server at its public address, with all that it needs on the way. */
export const publicFindings = async (address: PublicAddress): Promise<Finding[]> => {
  const { url, timeout } = address
  const isThere = await isSticky(url, timeout).catch((error: unknown) => {
    throw new Trouble(`${url} cannot be reached: ${whyNot(error)}`, TUNNEL)
  })
  if (!isThere) throw new Trouble(`What answers at ${url} is not Sticky`, TUNNEL)
  return [
    ok(`${url} leads to a Sticky server`),
    ...(await pageFindings(address)),
    await upgradeFinding(url, timeout),
  ]
}

const TUNNEL =
  'See that the tunnel or proxy runs and leads to PORT of this machine, and that PUBLIC_URL is its address of today.'

/** Discord's proxy speaks https only. */
export const httpsFindings = (url: string): Finding[] =>
  new URL(url).protocol === 'https:'
    ? []
    : [
        failed(
          `PUBLIC_URL is ${url}, and Discord needs https`,
          'Set it to the https address of the tunnel or proxy.',
        ),
      ]

const get = (url: string, timeout: number): Promise<Response> =>
  fetch(url, { signal: AbortSignal.timeout(timeout), redirect: 'manual' })

const isSticky = async (url: string, timeout: number): Promise<boolean> => {
  const response = await get(`${url.replace(/\/+$/, '')}/healthz`, timeout)
  const text = await response.text()
  return response.ok && /^\{"status":"ok"\}$/.test(text)
}

/** What the web app's page says of its server: its application, its build, who may show it in a frame. */
const pageFindings = async ({ url, applicationId, timeout }: PublicAddress): Promise<Finding[]> => {
  const response = await get(url, timeout)
  const page = await response.text()
  const [, servedId = ''] = /name="discord-client-id" content="(\d*)"/.exec(page) ?? []
  if (servedId !== applicationId) {
    return [
      failed(
        `The server at ${url} serves ${servedId === '' ? 'no application' : `the application ${servedId}`}, not ${applicationId}`,
        'It was started with other settings than these: start it anew, or let the address lead to this one.',
      ),
    ]
  }
  return [frame(response.headers), ...build(page)]
}

const frame = (headers: Headers): Finding => {
  const policy = headers.get('content-security-policy') ?? ''
  const allowed = /frame-ancestors ([^;]*)/.exec(policy)?.[1] ?? ''
  if (headers.has('x-frame-options')) {
    return failed(
      'Something on the way adds the header X-Frame-Options: Discord cannot show the Activity',
      'Switch that off in the proxy in front of Sticky.',
    )
  }
  return allowed.trim() === "'self'" || allowed.trim() === ''
    ? failed('No page may show the Activity in a frame', 'Take FRAME_ANCESTORS out of .env.')
    : ok(`The Activity may be shown by ${allowed.replace("'self'", '').trim()}`)
}

/** Its files are named by what is in them, so that another build has other names. */
const filesIn = (page: string): string =>
  [...page.matchAll(/\/assets\/[\w.-]+/g)].map(([name]) => name).join(' ')

const build = (page: string): Finding[] => {
  if (!existsSync(BUILT_PAGE)) return []
  return filesIn(page) === filesIn(readFileSync(BUILT_PAGE, 'utf8'))
    ? [ok('It serves the web app that was built here')]
    : [
        warning(
          'It serves another build of the web app than the one in this folder',
          'Start Sticky anew (npm start), unless it runs from another folder.',
        ),
      ]
}

/** The server answers a socket that it refuses with 401; as a plain call it would not know the address. */
const upgradeFinding = async (url: string, timeout: number): Promise<Finding> => {
  const address = `${url.replace(/^http/, 'ws').replace(/\/+$/, '')}${NO_DOCUMENT}`
  const status = await refusalOf(address, timeout)
  return status === 401
    ? ok('WebSockets pass')
    : failed(
        `WebSockets do not pass: ${typeof status === 'number' ? `the answer is ${status}` : status}`,
        'Let the proxy pass on upgrades (for nginx: proxy_http_version 1.1 and the headers Upgrade and Connection).',
      )
}

const refusalOf = (address: string, timeout: number): Promise<number | string> =>
  new Promise((resolve) => {
    const socket = new WebSocket(address, SUBPROTOCOL, { handshakeTimeout: timeout })
    socket.once('unexpected-response', (_, response: IncomingMessage) => {
      resolve(response.statusCode ?? 0)
      response.destroy()
    })
    socket.once('open', () => {
      resolve('something else than Sticky answers')
      socket.terminate()
    })
    socket.on('error', (error) => resolve(whyNot(error)))
  })
