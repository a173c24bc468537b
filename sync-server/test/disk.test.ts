import { expect, it } from 'vitest'
import { Data } from './stage/data.ts'
import { Person } from './stage/person.ts'
import { pause, until } from './stage/until.ts'

it('C3: a full disk refuses writes and tells the writer; reading goes on, and nothing that was called saved is lost', async () => {
  const data = new Data()
  const settings = { LIMIT_TEXT_LENGTH: '16000000' }
  // no file of this program may grow beyond 3 MB: what a full disk is to SQLite
  const full = await data.run(settings, 3_000)
  const ada = await Person.register(full, 'ada')
  const id = await ada.create('start ')
  const writer = await ada.open(id)
  let written = 0
  while (writer.closed === null && written < 200) {
    writer.write((text) => text.insert(text.length, `<${written}>${'x'.repeat(50_000)}`))
    written += 1
    await pause(5)
  }
  expect(writer.closed?.code).toBe(4503)
  expect(writer.saved).toBeGreaterThan(5)
  expect(writer.saved).toBeLessThan(written)
  const reader = await ada.open(id)
  expect(reader.text.toJSON()).toContain(`<${writer.saved - 1}>`)
  expect((await ada.api.document(id)).title).toBe('Plan')
  await full.kill()
  const roomy = await data.run(settings)
  const text = await ada.at(roomy).api.content(id)
  for (let i = 0; i < writer.saved; i += 1) expect(text).toContain(`<${i}>`)
}, 60_000)

it('C3: a database that somebody else holds locked delays what is written, and refuses nothing', async () => {
  const data = new Data()
  const server = await data.start()
  const ada = await server.person('ada')
  const id = await ada.create('start ')
  const writer = await ada.open(id)
  const other = data.open()
  other.exec('BEGIN IMMEDIATE')
  writer.write((text) => text.insert(0, 'patience '))
  await pause(300)
  expect(writer.saved).toBe(0)
  expect((await ada.api.document(id)).title).toBe('Plan')
  other.exec('COMMIT')
  await until('it is saved', () => writer.saved === 1)
  expect(writer.closed).toBeNull()
})
