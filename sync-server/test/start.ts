import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@sticky/shared/api/client'
import type { Session } from '@sticky/shared/api/sessions'
import { WebsocketProvider } from 'y-websocket'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { LocalBus } from '../src/bus/local/local.ts'
import { readConfig } from '../src/config.ts'
import type { Config } from '../src/config.ts'
import { createLog } from '../src/log.ts'
import { startServer } from '../src/server.ts'
import type { Store } from '../src/store/types.ts'
import { openStore } from '../src/store/open.ts'
import { PROGRAM } from './program.ts'

export const SERVICE_TOKEN = 'a-service-token-for-the-tests-only'

/** A server of its own data, real to the last part: its own port, its own merge and preview processes. */
export type TestServer = {
  url: string
  config: Config
  store: Store
  bus: LocalBus
  /** The service, in nobody's name. */
  service: Client
  /** Somebody who signed in before this server was started. */
  as(person: Person): Client
  /** Registers somebody and signs them in. */
  person(username: string): Promise<Person>
  close(): Promise<void>
}

export type Person = { id: string; session: Session; api: Client }

/** `dataDir`: start again on the data of a server that was there before. */
export const start = async (
  settings: Record<string, string> = {},
  dataDir?: string,
): Promise<TestServer> => {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'sticky-'))
  const env = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: folder,
    LOG_LEVEL: 'error',
    SERVICE_TOKEN,
    MERGE_PAUSE_MS: '50',
    MERGE_PATIENCE_MS: '200',
    ...settings,
  }
  // the forked roles read the environment too
  Object.assign(process.env, env)
  const config = readConfig(env)
  const store = await openStore(config)
  const bus = new LocalBus()
  const log = createLog(config.logLevel, 'all')
  const server = await startServer(config, { store, bus, log, program: PROGRAM })
  const client = (token: () => string): Client => new Client({ baseUrl: server.url, fetch, token })
  return {
    url: server.url,
    config,
    store,
    bus,
    service: client(() => SERVICE_TOKEN),
    as: ({ session }) => client(() => session.token),
    person: (username) => person(client, username),
    close: async () => {
      await server.close()
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

const person = async (
  client: (token: () => string) => Client,
  username: string,
): Promise<Person> => {
  const nobody = client(() => '')
  const password = `the password of ${username}`
  await nobody.createUser({ username, password, displayName: username })
  const session = await nobody.createSession({ username, password })
  return { id: session.user.id, session, api: client(() => session.token) }
}

/** The unmodified npm `y-websocket`, as anybody would use it. */
export const connectPlain = async (
  server: TestServer,
  who: Pick<Person, 'api'>,
  document: string,
): Promise<PlainClient> => {
  const { ticket } = await who.api.createTicket(document)
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(
    `${server.url.replace('http', 'ws')}/sync/v1`,
    document,
    doc,
    {
      params: { ticket },
      WebSocketPolyfill: WebSocket as never,
      disableBc: true,
    },
  )
  return { doc, provider, text: doc.getText('content'), close: () => provider.destroy() }
}

export type PlainClient = {
  doc: Y.Doc
  provider: WebsocketProvider
  text: Y.Text
  close(): void
}

/** Waits until `check` is true; fails with what it was about after `limit` ms. */
export const until = async (
  what: string,
  check: () => boolean | Promise<boolean>,
  limit = 10_000,
): Promise<void> => {
  const end = Date.now() + limit
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`waited ${limit} ms in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
