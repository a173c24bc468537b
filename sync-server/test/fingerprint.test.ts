import { clientFrame } from '@sticky/shared/frames'
import { fingerprint } from '@sticky/shared/fingerprint'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as Y from 'yjs'
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

const open = async (document: string): Promise<StickyClient> => {
  const { ticket } = await ada.api.createTicket(document)
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

/** Sends a check, and a key after it, so that the answer to the check would have come first. */
const check = async (client: StickyClient, bytes: Uint8Array): Promise<boolean> => {
  const seq = client.cursor?.seq ?? 0
  const saved = client.saved
  client.send(clientFrame({ kind: 'check', seq, fingerprint: bytes }))
  client.write((text) => text.insert(0, '.'))
  await until('the key is saved', () => client.saved > saved)
  return client.of('reset').length === 0
}

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
  expect(await check(client, fingerprintOf(client.doc))).toBe(true)
  await until('both are the same again', together)
  other.close()
  client.close()
  await ada.api.content(id) // merged: the room that opens next knows it from the snapshot
  const later = await open(id)
  expect(later.of('snapshot').length).toBe(1)
  expect(await check(later, fingerprintOf(later.doc))).toBe(true)
  expect(await check(later, new Uint8Array(32))).toBe(false)
  later.close()
})

it('R63: a replica that differs, if only by a delete, is told to start afresh', async () => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'from the server' })
  const client = await open(id)
  const before = fingerprintOf(client.doc)
  const diverged = new Y.Doc()
  Y.applyUpdate(diverged, Y.encodeStateAsUpdate(client.doc))
  diverged.getText('content').delete(0, 1)
  expect(await check(client, before)).toBe(true)
  const other = await open(id)
  expect(await check(other, fingerprintOf(diverged))).toBe(false)
  client.close()
  other.close()
})
