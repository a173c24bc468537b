import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { joined } from './fuzz/forge.ts'
import { connectPlain, start, until } from './start.ts'
import type { Person, TestServer } from './start.ts'

let server: TestServer
let ada: Person

beforeAll(async () => {
  server = await start({ HISTORY_DAYS: '0' })
  ada = await server.person('ada')
})
afterAll(() => server.close())

/** Merged, so that there is a snapshot. */
const document = async (): Promise<string> => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'from the snapshot' })
  await ada.api.content(id)
  return id
}

it('R3: twenty who come at once share one read of the stored snapshot', async () => {
  const id = await document()
  const load = vi.spyOn(server.store.log, 'load')
  const clients = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      i % 2 === 0 ? joined(server, ada, id) : connectPlain(server, ada, id),
    ),
  )
  await until('all have it', () =>
    clients.every(({ text }) => text.toJSON() === 'from the snapshot'),
  )
  expect(load.mock.calls.filter(([of]) => of === id).length).toBe(1)
  load.mockRestore()
  for (const client of clients) client.close()
})

it('R3: a newcomer gets what was written since the snapshot that others were given', async () => {
  const id = await document()
  const writer = await joined(server, ada, id)
  for (const key of 'abc') writer.write((text) => text.insert(0, key))
  await until('all is saved', () => writer.saved === 3)
  const later = await joined(server, ada, id)
  expect(later.text.toJSON()).toBe('cbafrom the snapshot')
  // merged and trimmed: what the others were given is not enough any more
  await ada.api.append(id, 'more')
  await ada.api.content(id)
  await ada.api.append(id, 'and more')
  await ada.api.content(id)
  const last = await joined(server, ada, id)
  expect(last.text.toJSON()).toBe('cbafrom the snapshot\nmore\nand more')
  for (const client of [writer, later, last]) client.close()
})
