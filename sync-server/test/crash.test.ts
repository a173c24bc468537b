import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@sticky/shared/api/client'
import type { Session } from '@sticky/shared/api/sessions'
import { afterAll, expect, it } from 'vitest'
import { startProgram } from './program.ts'
import type { Program } from './program.ts'
import { until } from './start.ts'
import { StickyClient } from './sticky-client.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'sticky-crash-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const apiOf = ({ url }: Program, session?: Session): Client =>
  new Client({ baseUrl: url, fetch, token: () => session?.token })

const open = async (
  program: Program,
  session: Session,
  document: string,
): Promise<StickyClient> => {
  const { ticket } = await apiOf(program, session).createTicket(document)
  const client = new StickyClient(program.url, document, ticket)
  await client.join()
  await until('it has caught up', () => client.live)
  return client
}

it('C1 R10 F25: what was called saved, or was seen by anybody, is there after a kill -9 in the middle of typing', async () => {
  let program = await startProgram(dataDir)
  const login = { username: 'ada', password: 'the password of ada' }
  await apiOf(program).createUser(login)
  const session = await apiOf(program).createSession(login)
  const { id } = await apiOf(program, session).createDocument({ title: 'Plan' })
  const promised: string[] = []
  for (let round = 0; round < 3; round += 1) {
    const writer = await open(program, session, id)
    const reader = await open(program, session, id)
    const written: string[] = []
    const typing = setInterval(() => {
      const word = `<${round}.${written.length}>`
      written.push(word)
      writer.write((text) => text.insert(text.length, word))
    }, 1)
    await until('some of it is saved', () => writer.saved > 20 + round * 30)
    await program.kill()
    clearInterval(typing)
    promised.push(...written.slice(0, writer.saved))
    const seen = reader.text.toJSON()
    program = await startProgram(dataDir)
    const text = await apiOf(program, session).content(id)
    for (const word of promised) expect(text).toContain(word)
    expect(text.startsWith(seen)).toBe(true)
  }
  await program.kill()
})
