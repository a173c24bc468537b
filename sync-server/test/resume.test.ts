import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { SYNC, syncFrame } from '@sticky/shared/frames'
import { burnt, letter } from './stage/forge.ts'
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
  const burner = await eve.open(id)
  burner.bring(burnt(victim.doc.clientID, clock))
  expect(await burner.refusal()).toMatchObject({ reason: 'not yours' })
  await victim.type('still ')
  expect(Y.getState(victim.doc.store, victim.doc.clientID)).toBeGreaterThan(clock)
  expect(await ada.api.content(id)).toBe('still mine text')
})

it('R50: a document that is full refuses growth, never deletes', async () => {
  const id = await ada.create('x'.repeat(9_990))
  const { log } = server.store
  const client = await ada.open(id)
  const grow = async (length: number): Promise<void> => {
    const other = await ada.open(id)
    other.write((text) => text.insert(0, 'y'.repeat(length)))
    expect(await other.refusal()).toMatchObject({ reason: 'full' })
    other.close()
  }
  await client.type('y'.repeat(10))
  await grow(1)
  client.write((text) => text.delete(0, 5))
  await until('a delete is saved', () => client.saved === 2)
  await grow(6)
  await client.type('y'.repeat(5))
  // by a server with a larger limit
  const { seq = 0, epoch = 0 } = (await log.head(id)) ?? {}
  const at = { clients: [{ client: 9, from: 0, to: 1 }], at: Date.now(), update: letter(9, 0) }
  const entries = [{ author: ada.principal, ...at } as const]
  await log.append([{ document: id, expected: seq, epoch, entries }])
  server.bus.publish('document.changed', { document: id })
  await until('it is more than full', () => client.text.length === 10_001)
  client.write((text) => text.delete(0, 1))
  await until('a delete is saved', () => client.saved === 4)
  await grow(1)
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
