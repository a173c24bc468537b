import { copyFileSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Data } from './stage/data.ts'

describe('a store that is put back from a backup', () => {
  it('T28 R4 R65: starts a new generation, so that no cursor skips what is written after it', async () => {
    const data = new Data()
    const backup = `${data.path}.backup`
    const first = await data.start()
    const ada = await first.person('ada')
    const id = await ada.create('kept ')
    await first.close()
    copyFileSync(data.path, backup)

    const second = await data.start()
    const client = await ada.at(second).open(id)
    await client.type('lost with the restore ', 5)
    await second.close()
    for (const end of ['', '-wal', '-shm']) rmSync(data.path + end, { force: true })
    copyFileSync(backup, data.path)

    const third = await data.start()
    const other = await ada.at(third).open(id)
    // the log is as long again as the client remembers, with another entry
    await other.type('written after ', 5)
    const late = await ada.at(third).open(id, client)
    expect(late.of('welcome')[0]).toMatchObject({ resumed: false })
    expect(late.cursor?.generation).not.toBe(client.cursor?.generation)
    expect(late.text.toJSON()).toContain('written after ')
  })

  it('R4: an ordinary restart keeps the generation', async () => {
    const data = new Data()
    const first = await data.start()
    const ada = await first.person('ada')
    const id = await ada.create('kept ')
    const generation = (await first.store.log.head(id))?.generation
    await first.close()
    const second = await data.start()
    expect((await second.store.log.head(id))?.generation).toBe(generation)
  })
})

it('C3: a damaged snapshot is passed over; the one before it and the log have everything', async () => {
  const data = new Data()
  const server = await data.start()
  const ada = await server.person('ada')
  const id = await ada.create('one ')
  await ada.api.content(id)
  const client = await ada.open(id)
  await client.type('two ', 4)
  await ada.api.content(id)
  const db = data.open()
  db.prepare('UPDATE snapshots SET bytes = zeroblob(length(bytes)) WHERE covers_seq = 2').run()
  const newcomer = await ada.open(id)
  expect(newcomer.text.toJSON()).toBe('one two ')
  await newcomer.type('three ', 8)
  expect(await ada.api.content(id)).toBe('one two three ')
})

it('C3 T24: a document that cannot be read closes its own sockets; the server and other documents go on', async () => {
  const data = new Data()
  const server = await data.start()
  const ada = await server.person('ada')
  const id = await ada.create('one ')
  const other = await ada.create('two ')
  await ada.api.content(id)
  const db = data.open()
  db.prepare('UPDATE snapshots SET bytes = zeroblob(4) WHERE document = ?').run(id)
  db.prepare('UPDATE heads SET trimmed = 1 WHERE document = ?').run(id)
  const client = await ada.arrive(id)
  expect(await client.closing()).toBe(4500)
  expect((await ada.open(other)).text.toJSON()).toBe('two ')
})
