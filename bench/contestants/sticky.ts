import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@sticky/shared/api/client'
import type { Ticket } from '@sticky/shared/api/tickets'
import { bundleServer, copyBundle } from '../bundle.ts'
import { inParallel } from '../in-parallel.ts'
import type { Seat } from '../load/plan.ts'
import type { Contestant, Running } from './contestant.ts'
import { ServerProcess } from './server-process.ts'

/** Calls to the API that are under way at the same time. */
const AT_ONCE = 16

/** As far up as they go, so that no budget cuts a workload short; everything else is as it is by default. */
const LIMITS = {
  LIMIT_MESSAGES_PER_SECOND: '1000000',
  LIMIT_BYTES_PER_SECOND: String(1024 ** 3),
  LIMIT_MESSAGES_PER_SECOND_PER_USER: '10000000',
  LIMIT_BYTES_PER_SECOND_PER_USER: String(1024 ** 3),
  LIMIT_MESSAGES_PER_SECOND_PER_DOCUMENT: '10000000',
  LIMIT_BYTES_PER_SECOND_PER_DOCUMENT: String(1024 ** 3),
  LIMIT_CONNECTIONS_PER_USER: '1000000',
  LIMIT_CONNECTIONS_PER_DOCUMENT: '1000000',
  LIMIT_CONNECTIONS: '1000000',
  LIMIT_TEXT_LENGTH: String(16 * 1024 ** 2),
}

/** The folder of a bundle to measure, instead of what is in the tree now. */
let given: string | null = null
let main: string | null = null

/** Measures the bundle in `folder` from now on. */
export const useBundle = (folder: string): void => {
  given = folder
}

const prepare = async (): Promise<void> => {
  if (main !== null) return
  main = given === null ? await bundleServer('bench') : copyBundle(given, 'bench')
  if (main === null)
    throw new Error(
      `${given} has no main.js. Give --built the folder of a bundle: sync-server/dist`,
    )
}

/** Starts it on what is in a data folder. `api`: the service, in nobody's name. */
export const startOn = async (
  dataDir: string,
): Promise<{ program: ServerProcess; api: Client }> => {
  const service = randomBytes(32).toString('hex')
  const program = await ServerProcess.start({
    args: [main ?? ''],
    env: {
      ...LIMITS,
      ROLE: 'all',
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      DATABASE_URL: '',
      LOG_LEVEL: 'warn',
      SERVICE_TOKEN: service,
    },
  })
  return { program, api: new Client({ baseUrl: program.url, fetch, token: () => service }) }
}

const start = async (wire: Seat['wire']): Promise<Running> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sticky-bench-'))
  // merge may write until it notices that the server is gone
  const tidy = (): void => rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 })
  process.once('exit', tidy)
  const { program, api } = await startOn(dataDir)
  return {
    process: program,
    seats: (documents, clients, people) =>
      seats(api, documents, clients, people, ({ url, ticket }, document) => ({
        wire,
        host: program.host,
        port: program.port,
        path: `${url}?ticket=${encodeURIComponent(ticket)}`,
        document,
      })),
    stop: async () => {
      await program.stop()
      tidy()
      process.off('exit', tidy)
    },
  }
}

/** Everything by way of the API, as the bot does it. The first of the people owns the documents, the others may edit. */
const seats = async (
  api: Client,
  documents: number,
  clients: number,
  people: number,
  seat: (ticket: Ticket, document: string) => Seat,
): Promise<Seat[][]> => {
  const names = await inParallel(people, AT_ONCE, (i) =>
    api.putIdentity(String(10n ** 17n + BigInt(i)), `Person ${i}`),
  )
  const person = (index: number): string => names[index % people]?.id ?? ''
  const owner = api.as(person(0))
  const ids = await inParallel(documents, AT_ONCE, async (i) => {
    const { id } = await owner.createDocument({ title: `Document ${i}` })
    return id
  })
  await inParallel(documents * (people - 1), AT_ONCE, async (i) => {
    const document = ids[i % documents] ?? ''
    await owner.putGrant(document, `user:${person(1 + Math.floor(i / documents))}`, {
      role: 'edit',
    })
  })
  const tickets = await inParallel(documents * clients, AT_ONCE, async (i) => {
    const document = ids[Math.floor(i / clients)] ?? ''
    return seat(await api.as(person(i % clients)).createTicket(document), document)
  })
  return ids.map((_, i) => tickets.slice(i * clients, (i + 1) * clients))
}

/** The whole server with SQLite on the disk: durable, rights checked. */
export const sticky: readonly Contestant[] = [
  { id: 'sticky', title: 'Sticky, `sticky.v1`', prepare, start: () => start('sticky') },
  { id: 'sticky-plain', title: 'Sticky, y-protocols', prepare, start: () => start('plain') },
]
