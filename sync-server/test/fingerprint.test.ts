import { clientFrame } from '@sticky/shared/frames'
import { fingerprint } from '@sticky/shared/fingerprint'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as Y from 'yjs'
import { asUpdate, burnt, letter } from './fuzz/forge.ts'
import { connectPlain, start, until } from './start.ts'
import type { Person, TestServer } from './start.ts'
import { StickyClient } from './sticky-client.ts'

let server: TestServer
let ada: Person

beforeAll(async () => {
  server = await start()
  ada = await server.person('ada')
})
afterAll(() => server.close())

const open = async (document: string, who = ada): Promise<StickyClient> => {
  const { ticket } = await who.api.createTicket(document)
  const client = new StickyClient(server.url, document, ticket)
  await client.join()
  await until('it has caught up', () => client.live)
  return client
}

/** As the Activity computes it of its document. */
const fingerprintOf = (doc: Y.Doc): Uint8Array => {
  const { clients } = Y.createDeleteSetFromStructStore(doc.store)
  const deleted = [...clients].map(
    ([client, ranges]) =>
      [client, ranges.flatMap(({ clock, len }) => [clock, clock + len])] as const,
  )
  return fingerprint(Y.decodeStateVector(Y.encodeStateVector(doc)), deleted)
}

const say = (client: StickyClient, fingerprint: Uint8Array): void =>
  client.send(clientFrame({ kind: 'check', seq: client.cursor?.seq ?? 0, fingerprint }))

/** Sends a check, and waits until an answer to it would be here. */
const check = async (client: StickyClient, document: string, bytes: Uint8Array): Promise<void> => {
  say(client, bytes)
  const saved = client.saved
  client.write((text) => text.insert(0, '.'))
  await until('the key is saved', () => client.saved > saved)
  // the room asks merge before it says anything, and merge does one thing after the other
  await ada.api.content(document)
  await ada.api.content(document)
}

const resets = (client: StickyClient): number => client.of('reset').length

const sequence = (seed: number) => (): number => {
  seed = (seed * 48_271) % 2_147_483_647
  return seed / 2_147_483_647
}

/** Writes, pastes, and deletes here and there. */
const edit = (text: Y.Text, random: () => number): void => {
  const at = Math.floor(random() * (text.length + 1))
  if (random() < 0.4) text.delete(at, Math.min(text.length - at, Math.ceil(random() * 9)))
  else text.insert(at, random() < 0.3 ? 'pasted 😀\nlines\n' : 'x')
}

it('R63: a replica and the server agree on what it holds, from the log and from a snapshot', async () => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'from the server' })
  const random = sequence(11)
  const client = await open(id)
  const other = await connectPlain(server, ada, id)
  await until('both have it', () => other.text.toJSON() === client.text.toJSON())
  for (let round = 0; round < 60; round += 1) {
    edit(other.text, random)
    client.write((text) => edit(text, random))
  }
  const together = (): boolean => other.text.toJSON() === client.text.toJSON()
  await until('both are the same', together)
  await until('all is saved', () => client.saved === 60)
  await check(client, id, fingerprintOf(client.doc))
  expect(resets(client)).toBe(0)
  await until('both are the same again', together)
  other.close()
  client.close()
  await ada.api.content(id) // merged: the room that opens next knows it from the snapshot
  const later = await open(id)
  expect(later.of('snapshot').length).toBe(1)
  await check(later, id, fingerprintOf(later.doc))
  expect(resets(later)).toBe(0)
  later.close()
  const wrong = await open(id)
  say(wrong, new Uint8Array(32))
  await until('it is told to start afresh', () => resets(wrong) === 1)
  wrong.close()
})

it('R63: a replica that differs, if only by a delete, is told to start afresh', async () => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'from the server' })
  const client = await open(id)
  const before = fingerprintOf(client.doc)
  const diverged = new Y.Doc()
  Y.applyUpdate(diverged, Y.encodeStateAsUpdate(client.doc))
  diverged.getText('content').delete(0, 1)
  await check(client, id, before)
  expect(resets(client)).toBe(0)
  const other = await open(id)
  say(other, fingerprintOf(diverged))
  await until('it is told to start afresh', () => resets(other) === 1)
  client.close()
  other.close()
})

it('R63 T25: text that a hostile editor hangs on what is gone makes nobody else start afresh', async () => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'from the server' })
  const eve = await server.person('eve')
  await ada.api.putGrant(id, `user:${eve.id}`, { role: 'edit' })
  const hostile = await open(id, eve)
  const client = 4_000_000_000
  // in a document this letter is gone too, though it looks like text
  hostile.send(asUpdate(burnt(client, 0, 5)))
  hostile.send(asUpdate(letter(client, 5, [client, 2])))
  await until('both are saved', () => hostile.saved === 2)
  const honest = await open(id)
  expect(honest.text.toJSON()).toBe('from the server')
  await check(honest, id, fingerprintOf(honest.doc))
  expect(resets(honest)).toBe(0)
  honest.close()
  hostile.close()
})
