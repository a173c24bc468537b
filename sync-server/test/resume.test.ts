import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { SYNC, syncFrame } from '@sticky/shared/frames'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const { server, ada, eve } = await setStage(['ada', 'eve'], { LIMIT_TEXT_LENGTH: '10000' })

it('R3: first contact gets the stored snapshot and the tail', async () => {
  const id = await ada.create('from the server')
  await ada.api.content(id)
  const writer = await ada.open(id)
  await writer.type('and on top: ')
  const newcomer = await ada.open(id)
  expect(newcomer.text.toJSON()).toBe('and on top: from the server')
  expect(newcomer.of('welcome')[0]).toMatchObject({ resumed: false })
})

it('R4 F22: with a cursor nothing comes but what is missing; nothing at all when nothing happened', async () => {
  const id = await ada.create('x'.repeat(5_000))
  const first = await ada.open(id)
  first.close()
  const second = await ada.open(id, first)
  expect(second.of('welcome')[0]).toMatchObject({ resumed: true })
  expect(second.of('snapshot')).toEqual([])
  expect(second.of('updates')).toEqual([])
  expect(second.received).toBeLessThan(100)
  second.close()
  const other = await ada.open(id, first)
  await other.type('news ')
  const third = await ada.open(id, second)
  expect(third.text.toJSON().startsWith('news xxx')).toBe(true)
  expect(third.received).toBeLessThan(200)
})

it('R17: an update sent again is acknowledged, and neither logged nor passed on', async () => {
  const id = await ada.create('text')
  const writer = await ada.open(id)
  const reader = await ada.open(id)
  const update = writer.write((text) => text.insert(0, 'once '))
  await until('it is saved', () => writer.saved === 1)
  const head = await server.store.log.head(id)
  const heard = reader.of('updates').length
  writer.bring(update)
  writer.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(writer.doc)))
  await until('both are acknowledged', () => writer.saved === 3)
  expect(await server.store.log.head(id)).toEqual(head)
  expect(reader.of('updates').length).toBe(heard)
})

it('R14 R19 F24: an update that builds on something missing is asked for again, not kept', async () => {
  const id = await ada.create('text')
  const writer = await ada.open(id)
  const lost: Uint8Array[] = []
  writer.doc.once('update', (update: Uint8Array) => lost.push(update))
  writer.text.insert(0, 'lost ')
  writer.live = false
  writer.write((text) => text.insert(0, 'later '))
  await until('it is asked for what is missing', () => writer.live)
  expect(writer.of('refused')[0]).toMatchObject({ reason: 'resync', n: 1 })
  writer.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(writer.doc)))
  await until('all is saved', () => writer.saved === 2)
  expect(await ada.api.content(id)).toBe('later lost text')
})

it('R13 T25: nobody writes in the name of somebody else, nor burns their clocks', async () => {
  const id = await ada.share('text', eve, 'edit')
  const victim = await ada.open(id)
  await victim.type('mine ')
  const clock = Y.getState(victim.doc.store, victim.doc.clientID)
  const attacker = await eve.open(id)
  attacker.doc.clientID = victim.doc.clientID
  attacker.write((text) => text.insert(0, 'forged '))
  expect(await attacker.refusal()).toMatchObject({ reason: 'not yours' })
  await victim.type('still ')
  expect(Y.getState(victim.doc.store, victim.doc.clientID)).toBeGreaterThan(clock)
  expect(await ada.api.content(id)).toBe('still mine text')
})

it('R50: a document that is full refuses growth, never deletes', async () => {
  const id = await ada.create('x'.repeat(9_990))
  const client = await ada.open(id)
  client.write((text) => text.delete(0, 5))
  await until('a delete is saved', () => client.saved === 1)
  client.write((text) => text.insert(0, 'y'.repeat(100)))
  expect(await client.refusal()).toMatchObject({ reason: 'full' })
})

it('F40 R64: edits by the API reach those who are typing, as edits', async () => {
  const id = await ada.create('first')
  const plain = await ada.openPlain(id)
  await until('it has the text', () => plain.text.toJSON() === 'first')
  const appended = await ada.ask('POST', `/documents/${id}/append`, {
    body: { markdown: 'second' },
  })
  expect(appended.status).toBe(200)
  await until('it follows', () => plain.text.toJSON() === 'first\nsecond')
})
