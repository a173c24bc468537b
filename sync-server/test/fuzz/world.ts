import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@sticky/shared/api/client'
import type { Session } from '@sticky/shared/api/sessions'
import { start } from '../start.ts'
import type { TestServer } from '../start.ts'
import { childOf } from './processes.ts'

/** Who takes part: two who write, one whose right comes and goes, one who may only read, one who is added. */
export type Role = 'ada' | 'grace' | 'linus' | 'vera' | 'guest'
const NAMES: readonly Role[] = ['ada', 'grace', 'linus', 'vera', 'guest']

/** A real server that can be stopped and started on the same data, and the people who use it. */
export class World {
  readonly #dataDir: string
  readonly #sessions = new Map<Role, Session>()
  #server: TestServer

  private constructor(dataDir: string, server: TestServer) {
    this.#dataDir = dataDir
    this.#server = server
  }

  static async open(): Promise<World> {
    const dataDir = mkdtempSync(join(tmpdir(), 'sticky-fuzz-'))
    const world = new World(dataDir, await start(SETTINGS, dataDir))
    for (const name of NAMES) {
      const { session } = await world.#server.person(name)
      world.#sessions.set(name, session)
    }
    return world
  }

  get server(): TestServer {
    return this.#server
  }

  /** The API in somebody's name, at where the server is now. */
  api(who: Role): Client {
    return new Client({ baseUrl: this.#server.url, fetch, token: () => this.session(who).token })
  }

  id(who: Role): string {
    return this.session(who).user.id
  }

  async restart(): Promise<void> {
    await this.#server.close()
    this.#server = await start(SETTINGS, this.#dataDir)
  }

  /** `kill -9` of the merge process; it comes back by itself. False when there is none right now. */
  killMerge(): boolean {
    const pid = childOf(process.pid, 'merge')
    if (pid === null) return false
    process.kill(pid, 'SIGKILL')
    return true
  }

  async close(): Promise<void> {
    await this.#server.close()
    rmSync(this.#dataDir, { recursive: true, force: true })
  }

  session(who: Role): Session {
    const session = this.#sessions.get(who)
    if (session === undefined) throw new Error(`${who} has not signed in`)
    return session
  }
}

/** Nobody is too fast here, and what the server says is read by the test. */
const SETTINGS = { LIMIT_MESSAGES_PER_SECOND: '100000', LOG_LEVEL: 'fatal' }
