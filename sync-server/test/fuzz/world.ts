import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Person } from '../stage/person.ts'
import { start } from '../stage/server.ts'
import type { TestServer } from '../stage/server.ts'
import { childOf } from './processes.ts'

/** Who takes part: two who write, one whose right comes and goes, one who may only read, one who is added. */
export type Role = 'ada' | 'grace' | 'linus' | 'vera' | 'guest'
const NAMES: readonly Role[] = ['ada', 'grace', 'linus', 'vera', 'guest']

/** A real server that can be stopped and started on the same data, and the people who use it. */
export class World {
  readonly #dataDir: string
  readonly #program: string | undefined
  readonly #people = new Map<Role, Person>()
  #server: TestServer

  private constructor(dataDir: string, program: string | undefined, server: TestServer) {
    this.#dataDir = dataDir
    this.#program = program
    this.#server = server
  }

  /** `program`: another bundle than that of the tests. */
  static async open(program?: string): Promise<World> {
    const dataDir = mkdtempSync(join(tmpdir(), 'sticky-fuzz-'))
    const world = new World(dataDir, program, await start(SETTINGS, dataDir, program))
    for (const name of NAMES) world.#people.set(name, await world.#server.person(name))
    return world
  }

  get server(): TestServer {
    return this.#server
  }

  /** Somebody, at where the server is now. */
  person(who: Role): Person {
    const person = this.#people.get(who)
    if (person === undefined) throw new Error(`${who} has not signed in`)
    return person.at(this.#server)
  }

  async restart(): Promise<void> {
    await this.#server.close()
    this.#server = await start(SETTINGS, this.#dataDir, this.#program)
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
}

/** Nobody is too fast here, and what the server says is read by the test. */
const SETTINGS = { LIMIT_MESSAGES_PER_SECOND: '100000', LOG_LEVEL: 'fatal' }
