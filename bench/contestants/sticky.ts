import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from '@sticky/shared/api/client'
import type { Ticket } from '@sticky/shared/api/tickets'
import type { PublicUser } from '@sticky/shared/api/users'
import { StickyError } from '@sticky/shared/errors'
import { bundleServer, copyBundle } from '../bundle.ts'
import { Folder } from '../folder.ts'
import { inParallel } from '../in-parallel.ts'
import type { Seat } from '../load/plan.ts'
import { layDocuments, subjectOf, withStore } from '../sticky-store.ts'
import type { Contestant, Place, Running } from './contestant.ts'
import { ServerProcess } from './server-process.ts'
import { slowFlush } from './slow-flush.ts'

/** Calls to the API that are under way at the same time. */
const AT_ONCE = 16
/** How long merge may take for all documents, ms. */
const MERGE_LIMIT = 600_000

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
  LIMIT_CALLS_PER_MINUTE: '1000000000',
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
  settings: Record<string, string> = {},
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
      ...settings,
    },
  })
  return { program, api: new Client({ baseUrl: program.url, fetch, token: () => service }) }
}

const start = async (
  wire: Seat['wire'],
  { folder: given, settings = {} }: Place = {},
): Promise<Running> => {
  const own = given === undefined ? new Folder() : null
  const folder = given ?? own?.path ?? ''
  const { program, api } = await startOn(folder, settings)
  let known: Promise<Client> | null = null
  const owner = (): Promise<Client> => (known ??= personAt(api, 0).then(({ id }) => api.as(id)))
  const seat = ({ url, ticket }: Ticket, document: string): Seat => ({
    wire,
    host: program.host,
    port: program.port,
    path: `${url}?ticket=${encodeURIComponent(ticket)}`,
    document,
  })
  return {
    process: program,
    seats: (documents, clients, people) => seats(api, documents, clients, people, seat),
    seatsAt: async (document, clients) => {
      const client = await owner()
      return inParallel(clients, AT_ONCE, async () =>
        seat(await client.createTicket(document), document),
      )
    },
    settle: () => merged(folder),
    merge: async (document) => {
      const client = await owner()
      try {
        await client.content(document)
      } catch (error) {
        if (!(error instanceof StickyError) || error.code !== 'unavailable') throw error
        // it goes on, though who has asked for it is told to come again
        await merged(folder)
      }
    },
    stop: async () => {
      await program.stop()
      own?.remove()
    },
  }
}

/** Resolves when the snapshots cover everything that is in the logs. */
const merged = (folder: string): Promise<void> =>
  withStore(folder, async ({ snapshots }) => {
    const until = performance.now() + MERGE_LIMIT
    // twice in a row: what a plain client has just sent may not be in the log yet
    for (let calm = 0; calm < 2;) {
      if (performance.now() > until)
        throw new Error(`merge was not done with all documents within ${MERGE_LIMIT} ms`)
      await pause(100)
      calm = (await snapshots.behind(1)).length === 0 ? calm + 1 : 0
    }
  })

const keptBytes = (folder: string, document: string): Promise<number> =>
  withStore(folder, async ({ snapshots }) => (await snapshots.latest(document))?.update.length ?? 0)

/** The same person for the same number, also after a restart. */
const personAt = (api: Client, index: number): Promise<PublicUser> =>
  api.putIdentity(subjectOf(index), `Person ${index}`)

/** Everything by way of the API, as the bot does it. The first of the people owns the documents, the others may edit. */
const seats = async (
  api: Client,
  documents: number,
  clients: number,
  people: number,
  seat: (ticket: Ticket, document: string) => Seat,
): Promise<Seat[][]> => {
  const names = await inParallel(people, AT_ONCE, (i) => personAt(api, i))
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

const stickyBy = (
  id: string,
  title: string,
  wire: Seat['wire'],
  more: () => Record<string, string> = () => ({}),
): Contestant => ({
  id,
  title,
  prepare,
  start: ({ settings, ...place } = {}) =>
    start(wire, { ...place, settings: { ...settings, ...more() } }),
  layDocuments,
  keptBytes,
})

/** The whole server with SQLite on the disk: durable, rights checked. */
export const sticky: readonly Contestant[] = [
  stickyBy('sticky', 'Sticky, `sticky.v1`', 'sticky'),
  stickyBy('sticky-plain', 'Sticky, y-protocols', 'plain'),
  stickyBy(
    'sticky-slow',
    'Sticky, `sticky.v1`, on a disk that flushes 3 ms slower',
    'sticky',
    slowFlush,
  ),
]
