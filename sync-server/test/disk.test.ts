import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Client } from '@sticky/shared/api/client'
import type { Session } from '@sticky/shared/api/sessions'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startProgram } from './program.ts'
import type { Program } from './program.ts'
import { start, until } from './start.ts'
import { StickyClient } from './sticky-client.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sticky-disk-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const apiOf = ({ url }: { url: string }, session?: Session): Client =>
  new Client({ baseUrl: url, fetch, token: () => session?.token })

const open = async (
  program: { url: string },
  session: Session,
  document: string,
): Promise<StickyClient> => {
  const { ticket } = await apiOf(program, session).createTicket(document)
  const client = new StickyClient(program.url, document, ticket)
  await client.join()
  await until('it has caught up', () => client.live)
  return client
}

const signIn = async (program: Program): Promise<Session> => {
  const login = { username: 'ada', password: 'the password of ada' }
  await apiOf(program).createUser(login)
  return apiOf(program).createSession(login)
}

it('C3: a full disk refuses writes and tells the writer; reading goes on, and nothing that was called saved is lost', async () => {
  // no file of this program may grow beyond 3 MB: what a full disk is to SQLite
  const full = await startProgram(
    folder,
    { LIMIT_TEXT_LENGTH: '16000000', LOG_LEVEL: 'info' },
    3_000,
  )
  const session = await signIn(full)
  const { id } = await apiOf(full, session).createDocument({ title: 'Plan', content: 'start ' })
  const writer = await open(full, session, id)
  let written = 0
  while (writer.closed === null && written < 200) {
    writer.write((text) => text.insert(text.length, `<${written}>${'x'.repeat(50_000)}`))
    written += 1
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  expect(writer.closed?.code).toBe(4503)
  expect(writer.saved).toBeGreaterThan(5)
  expect(writer.saved).toBeLessThan(written)
  const reader = await open(full, session, id)
  expect(reader.text.toJSON()).toContain(`<${writer.saved - 1}>`)
  expect((await apiOf(full, session).document(id)).title).toBe('Plan')
  await full.kill()
  const roomy = await startProgram(folder, { LIMIT_TEXT_LENGTH: '16000000' })
  const text = await apiOf(roomy, session).content(id)
  for (let i = 0; i < writer.saved; i += 1) expect(text).toContain(`<${i}>`)
  await roomy.kill()
}, 60_000)

it('C3: a database that somebody else holds locked delays what is written, and refuses nothing', async () => {
  const server = await start({}, folder)
  const ada = await server.person('ada')
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'start ' })
  const writer = await open(server, ada.session, id)
  const other = new Database(join(folder, 'sticky.db'))
  other.exec('BEGIN IMMEDIATE')
  writer.write((text) => text.insert(0, 'patience '))
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(writer.saved).toBe(0)
  expect((await ada.api.document(id)).title).toBe('Plan')
  other.exec('COMMIT')
  other.close()
  await until('it is saved', () => writer.saved === 1)
  expect(writer.closed).toBeNull()
  writer.close()
  await server.close()
})
