import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { start, until } from './start.ts'
import type { Person, TestServer } from './start.ts'
import { StickyClient } from './sticky-client.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sticky-restore-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = async (
  server: TestServer,
  who: Person,
  document: string,
  before?: StickyClient,
): Promise<StickyClient> => {
  const { ticket } = await who.api.createTicket(document)
  const client = new StickyClient(server.url, document, ticket, before?.cursor ?? null)
  if (before !== undefined) Y.applyUpdate(client.doc, Y.encodeStateAsUpdate(before.doc))
  await client.join()
  await until('it has caught up', () => client.live)
  return client
}

const write = async (client: StickyClient, word: string): Promise<void> => {
  const saved = client.saved + 1
  client.write((text) => text.insert(text.length, word))
  await until('it is saved', () => client.saved === saved)
}

describe('a store that is put back from a backup', () => {
  it('T28 R4 R65: starts a new generation, so that no cursor skips what is written after it', async () => {
    const first = await start({}, folder)
    const ada = await first.person('ada')
    const { id } = await ada.api.createDocument({ title: 'Plan', content: 'kept ' })
    await first.close()
    copyFileSync(join(folder, 'sticky.db'), join(folder, 'backup.db'))

    const second = await start({}, folder)
    const again = { ...ada, api: second.as(ada) }
    const client = await open(second, again, id)
    await write(client, 'lost with the restore ')
    await second.close()
    for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `sticky.db${end}`), { force: true })
    copyFileSync(join(folder, 'backup.db'), join(folder, 'sticky.db'))

    const third = await start({}, folder)
    const once = { ...ada, api: third.as(ada) }
    const other = await open(third, once, id)
    // the log is as long again as the client remembers, with another entry
    await write(other, 'written after ')
    const late = await open(third, once, id, client)
    expect(late.of('welcome')[0]).toMatchObject({ resumed: false })
    expect(late.cursor?.generation).not.toBe(client.cursor?.generation)
    expect(late.text.toJSON()).toContain('written after ')
    await third.close()
  })

  it('R4: an ordinary restart keeps the generation', async () => {
    const first = await start({}, folder)
    const ada = await first.person('ada')
    const { id } = await ada.api.createDocument({ title: 'Plan', content: 'kept ' })
    const generation = (await first.store.log.head(id))?.generation
    await first.close()
    const second = await start({}, folder)
    expect((await second.store.log.head(id))?.generation).toBe(generation)
    await second.close()
  })
})

it('C3: a damaged snapshot is passed over; the one before it and the log have everything', async () => {
  const server = await start({}, folder)
  const ada = await server.person('ada')
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'one ' })
  await ada.api.content(id)
  const client = await open(server, ada, id)
  await write(client, 'two ')
  await ada.api.content(id)
  const db = new Database(join(folder, 'sticky.db'))
  db.prepare('UPDATE snapshots SET bytes = zeroblob(length(bytes)) WHERE covers_seq = 2').run()
  db.close()
  const newcomer = await open(server, ada, id)
  expect(newcomer.text.toJSON()).toBe('one two ')
  await write(newcomer, 'three ')
  expect(await ada.api.content(id)).toBe('one two three ')
  await server.close()
})

it('C3 T24: a document that cannot be read closes its own sockets; the server and other documents go on', async () => {
  const server = await start({}, folder)
  const ada = await server.person('ada')
  const { id } = await ada.api.createDocument({ title: 'Broken', content: 'one ' })
  const { id: other } = await ada.api.createDocument({ title: 'Whole', content: 'two ' })
  await ada.api.content(id)
  const { ticket } = await ada.api.createTicket(id)
  const db = new Database(join(folder, 'sticky.db'))
  db.prepare('UPDATE snapshots SET bytes = zeroblob(4) WHERE document = ?').run(id)
  db.prepare('UPDATE heads SET trimmed = 1 WHERE document = ?').run(id)
  db.close()
  const client = new StickyClient(server.url, id, ticket)
  await until('it is closed', () => client.closed !== null)
  expect(client.closed?.code).toBe(4500)
  expect((await open(server, ada, other)).text.toJSON()).toBe('two ')
  await server.close()
})
