import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { opened, Person, says, state, together } from './people.ts'
import { settled } from './stand-in.ts'

describe('two people', () => {
  it('see each other’s text, and Saved means the server said so (F20, F25)', async () => {
    const { server, ada, grace } = await together()
    ada.text.insert(0, 'hello')
    expect(says(ada)).toBe('Saving…')
    await server.flush()
    expect([says(ada), grace.text.toString()]).toEqual(['Saved', 'hello'])
  })

  it('keys typed within the pace travel as one frame (F23)', async () => {
    const { server, ada, grace } = await together()
    for (const key of 'quickly') ada.text.insert(ada.text.length, key)
    await server.flush()
    expect([server.log.length, grace.text.toString()]).toEqual([1, 'quickly'])
  })

  it('a newcomer gets the snapshot and what came after it (F21, R3)', async () => {
    const { server, ada } = await opened()
    ada.text.insert(0, 'one ')
    await server.flush()
    server.snapshot = { seq: 1, update: Y.encodeStateAsUpdate(ada.doc) }
    ada.text.insert(4, 'two')
    await server.flush()
    const grace = new Person(server, undefined, 'grace')
    await server.flush()
    expect([grace.text.toString(), grace.provider.holes]).toEqual(['one two', 0])
  })
})

describe('offline', () => {
  it('keeps edits, counts them truly, and sends them after the way back (F22, F25)', async () => {
    const { server, ada, grace } = await together()
    server.up = false
    server.cut()
    expect(says(ada)).toBe('Offline')
    ada.text.insert(0, 'a')
    expect(says(ada)).toBe('Offline, 1 edit on the way to this device')
    await settled()
    expect(says(ada)).toBe('Offline, 1 edit kept on this device')
    ada.text.insert(1, 'b')
    await server.flush(30_000)
    expect(says(ada)).toBe('Offline, 2 edits kept on this device')
    server.up = true
    await server.flush(10_000)
    expect([says(ada), grace.text.toString()]).toEqual(['Saved', 'ab'])
  })

  it('an edit whose acknowledgement got lost is not Saved until the server says so again (F25)', async () => {
    const { server, ada } = await opened()
    ada.text.insert(0, 'a')
    server.clock.advance(60)
    server.cut()
    await settled()
    expect(says(ada)).toBe('Offline, 1 edit kept on this device')
    await server.flush(10_000)
    expect([says(ada), server.log.length]).toEqual(['Saved', 1])
  })

  it('an offline delete arrives too, though state vectors can’t see it (F22, R16)', async () => {
    const { server, ada, grace } = await together()
    ada.text.insert(0, 'wrong')
    await server.flush()
    server.cut()
    ada.text.delete(0, 5)
    await server.flush(10_000)
    expect([says(ada), grace.text.toString()]).toEqual(['Saved', ''])
  })

  it('resumes by cursor, so that nothing travels twice (R4, F22)', async () => {
    const { server, ada } = await together()
    ada.text.insert(0, 'hello')
    await server.flush()
    server.cut()
    server.received.length = 0
    await server.flush(10_000)
    expect(server.joins.slice(-2).map(({ cursor }) => cursor)).toEqual([
      { generation: 'g1', seq: 1 },
      { generation: 'g1', seq: 1 },
    ])
    expect(server.received.filter(([type]) => type === 0)).toEqual([])
  })

  it('comes back at once when the network does, and never rests for ever', async () => {
    const { server, ada } = await opened()
    server.up = false
    server.cut()
    for (let i = 0; i < 20; i += 1) await server.flush(10_000)
    server.up = true
    ada.open.wake()
    await server.flush(0)
    expect(state(ada)).toBe('live')
  })

  it('a sleep is noticed when it ends, not 30 s later; waiting ends with it too (C6, R52)', async () => {
    const { server, ada } = await opened()
    server.clock.sleep(3_600_000)
    expect(state(ada)).toBe('connecting')
    await server.flush(0)
    expect([state(ada), server.joins.length]).toEqual(['live', 2])
    server.up = false
    server.cut()
    await server.flush(10_000)
    server.up = true
    server.clock.sleep(60_000)
    await server.flush(0)
    expect(state(ada)).toBe('live')
  })

  it('an edit that was sent just before a sleep is not Saved by what the next line says of others (F25, C6)', async () => {
    const { server, ada } = await opened()
    ada.types('sent')
    server.refuse('resync')
    server.clock.sleep(120_000)
    await settled()
    expect([says(ada), state(ada)]).toEqual(['Offline, 1 edit kept on this device', 'connecting'])
    await server.flush()
    await server.flush()
    expect([says(ada), server.log.length]).toEqual(['Saved', 1])
  })

  it('a line silent for 30 s is dead (R52)', async () => {
    const { server, ada } = await opened()
    server.clock.advance(29_000)
    server.presence([])
    server.clock.advance(29_000)
    expect(state(ada)).toBe('live')
    server.clock.advance(1_001)
    expect(state(ada)).toBe('waiting')
    await server.flush(10_000)
    expect(state(ada)).toBe('live')
  })
})

describe('gaps', () => {
  it('a lost update is found by its successor, counted and fetched (F24, R11)', async () => {
    const { server, ada, grace } = await together()
    server.lose(1)
    ada.text.insert(0, 'a')
    await server.flush()
    ada.text.insert(1, 'b')
    await server.flush()
    expect([grace.text.toString(), grace.provider.holes]).toEqual(['', 1])
    await server.flush(10_000)
    expect([grace.text.toString(), says(grace)]).toEqual(['ab', 'Saved'])
  })

  it('an entry that comes twice is harmless (R2)', async () => {
    const { server, ada, grace } = await together()
    ada.text.insert(0, 'a')
    await server.flush()
    server.say({ kind: 'updates', prev: 0, seq: 1, updates: server.log.slice(0, 1) })
    expect([grace.text.toString(), grace.provider.holes, state(grace)]).toEqual(['a', 0, 'live'])
  })

  it('an update that waits for another one means a fresh start, not a stall (F24, R63)', async () => {
    const { server, grace } = await together()
    const other = new Y.Doc()
    other.getText('content').insert(0, 'a')
    const before = Y.encodeStateVector(other)
    other.getText('content').insert(1, 'b')
    const later = Y.encodeStateAsUpdate(other, before)
    server.say({ kind: 'updates', prev: 0, seq: 1, updates: [later] })
    expect(grace.provider.holes).toBe(1)
    await server.flush(10_000)
    expect(server.joins.at(-1)?.cursor).toBeNull()
  })

  it('a frame the server could not place is sent again with all it lacks (R14, R19)', async () => {
    const { server, ada, grace } = await together()
    server.refuse('resync')
    ada.text.insert(0, 'a')
    server.clock.advance(60)
    ada.text.insert(1, 'b')
    await server.flush()
    expect([says(ada), grace.text.toString()]).toEqual(['Saved', 'ab'])
  })
})
