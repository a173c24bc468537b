import { clientFrame } from '@sticky/shared/frames'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { fingerprintOf } from './stage/fingerprint.ts'
import { burnt, letter } from './stage/forge.ts'
import { setStage } from './stage/stage.ts'
import type { StickyClient } from './stage/sticky-client.ts'
import { until } from './stage/until.ts'

const { ada, eve } = await setStage(['ada', 'eve'])

const say = (client: StickyClient, fingerprint: Uint8Array): void =>
  client.send(clientFrame({ kind: 'check', seq: client.cursor?.seq ?? 0, fingerprint }))

/** Sends a check, and waits until an answer to it would be here. */
const check = async (client: StickyClient, document: string, bytes: Uint8Array): Promise<void> => {
  say(client, bytes)
  await client.type('.')
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
  const id = await ada.create('from the server')
  const random = sequence(11)
  const client = await ada.open(id)
  const other = await ada.openPlain(id)
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
  const later = await ada.open(id)
  expect(later.of('snapshot').length).toBe(1)
  await check(later, id, fingerprintOf(later.doc))
  expect(resets(later)).toBe(0)
  later.close()
  const wrong = await ada.open(id)
  say(wrong, new Uint8Array(32))
  await until('it is told to start afresh', () => resets(wrong) === 1)
})

it('R63: a replica that differs, if only by a delete, is told to start afresh', async () => {
  const id = await ada.create('from the server')
  const client = await ada.open(id)
  const before = fingerprintOf(client.doc)
  const diverged = new Y.Doc()
  Y.applyUpdate(diverged, Y.encodeStateAsUpdate(client.doc))
  diverged.getText('content').delete(0, 1)
  await check(client, id, before)
  expect(resets(client)).toBe(0)
  const other = await ada.open(id)
  say(other, fingerprintOf(diverged))
  await until('it is told to start afresh', () => resets(other) === 1)
})

it('R63 T25: text that a hostile editor hangs on what is gone makes nobody else start afresh', async () => {
  const id = await ada.share('from the server', eve, 'edit')
  const hostile = await eve.open(id)
  const client = 4_000_000_000
  // in a document this letter is gone too, though it looks like text
  hostile.bring(burnt(client, 0, 5))
  hostile.bring(letter(client, 5, [client, 2]))
  await until('both are saved', () => hostile.saved === 2)
  const honest = await ada.open(id)
  expect(honest.text.toJSON()).toBe('from the server')
  await check(honest, id, fingerprintOf(honest.doc))
  expect(resets(honest)).toBe(0)
})
