import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '@sticky/shared/api/client'
import type { CreatedLink } from '@sticky/shared/api/links'
import { v7 as uuid } from 'uuid'
import { LocalBus } from '../../src/bus/local/local.ts'
import { readConfig } from '../../src/config.ts'
import type { Config } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import { startServer } from '../../src/server.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store, User } from '../../src/store/types.ts'
import { Accounts } from '../../src/users/accounts.ts'
import { colorOf } from '../../src/users/colors.ts'
import { hashPassword } from '../../src/users/passwords.ts'
import { Tokens } from '../../src/users/tokens.ts'
import { Guest } from './guest.ts'
import type { Opening } from './guest.ts'
import { loginOf, Person } from './person.ts'
import { PROGRAM } from './program.ts'

export const SERVICE_TOKEN = 'a-service-token-for-the-tests-only'

/** Stands for the built web app. */
const WEB = fileURLToPath(new URL('web', import.meta.url))

/** A server of its own data, real to the last part: its own port, its own merge and preview processes. */
export type TestServer = {
  url: string
  config: Config
  store: Store
  bus: LocalBus
  /** The service, in nobody's name. */
  service: Client
  /** Somebody who has registered and is signed in. */
  person(username: string): Promise<Person>
  /** Somebody who opens a share link, without an account unless something else is said. */
  guest(link: Pick<CreatedLink, 'token'>, opening?: Opening): Promise<Guest>
  /** Once; calling it again does nothing more. */
  close(): Promise<void>
}

const hashes = new Map<string, Promise<string>>()

/**
 * Somebody who is put into the store, with the password of their name: hashing it is slow on purpose, and hundreds of
 * people would spend a good part of all tests' time on that. What comes over HTTP is registered as anybody is.
 */
const newUser = async (username: string): Promise<User> => {
  const id = uuid()
  const hash = hashes.get(username) ?? hashPassword(loginOf(username).password)
  hashes.set(username, hash)
  return {
    id,
    username,
    displayName: username,
    color: colorOf(id),
    passwordHash: await hash,
    tokenVersion: 0,
    createdAt: Date.now(),
  }
}

/** `dataDir`: start again on the data of a server that was there before. `program`: what is forked for merge and preview. */
export const start = async (
  settings: Record<string, string> = {},
  dataDir?: string,
  program = PROGRAM,
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
    // tests ask faster than people
    LIMIT_CALLS_PER_MINUTE: '1000000',
    ...settings,
  }
  // the forked roles read the environment too
  Object.assign(process.env, env)
  const config = readConfig(env)
  const store = await openStore(config)
  const bus = new LocalBus()
  const log = createLog(config.logLevel, 'all')
  const server = await startServer(config, { store, bus, log, program, web: WEB })
  const { url } = server
  const tokens = await Tokens.open(config.keyPath)
  const accounts = new Accounts({ store, bus, tokens, openRegistration: true })
  let closing: Promise<void> | null = null
  const close = async (): Promise<void> => {
    await server.close()
    if (dataDir === undefined) rmSync(folder, { recursive: true, force: true })
  }
  return {
    url,
    config,
    store,
    bus,
    service: new Client({ baseUrl: url, fetch, token: () => SERVICE_TOKEN }),
    person: async (username) => {
      const user = await newUser(username)
      await store.users.create(user)
      return new Person(server, await accounts.startSession(user))
    },
    guest: (link, opening) => Guest.by(server, link, opening),
    close: () => (closing ??= close()),
  }
}
