import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { startProgram } from './program.ts'
import type { Program } from './program.ts'
import { start } from './server.ts'
import type { TestServer } from './server.ts'

/** Data that outlives its servers, for one test; when that is over, both are gone. */
export class Data {
  readonly folder = mkdtempSync(join(tmpdir(), 'sticky-data-'))

  constructor() {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }))
  }

  get path(): string {
    return join(this.folder, 'sticky.db')
  }

  async start(settings: Record<string, string> = {}): Promise<TestServer> {
    const server = await start(settings, this.folder)
    onTestFinished(() => server.close())
    return server
  }

  /** The program in a process of its own; `fileLimit` as in {@link startProgram}. */
  async run(settings: Record<string, string> = {}, fileLimit?: number): Promise<Program> {
    const program = await startProgram({ dataDir: this.folder, settings, fileLimit })
    onTestFinished(() => program.kill())
    return program
  }

  /** The database as another process opens it. */
  open(): Database.Database {
    const db = new Database(this.path)
    onTestFinished(() => void db.close())
    return db
  }
}
