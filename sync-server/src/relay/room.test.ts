import * as decoding from 'lib0/decoding'
import { expect, it } from 'vitest'
import { bytes, letter } from '../../test/stage/forge.ts'
import { Metrics } from '../metrics.ts'
import type { Head, Log } from '../store/types.ts'
import { Connection } from './connection.ts'
import { RecentSnapshots } from './recent-snapshots.ts'
import { Room } from './room.ts'

const head: Head = { generation: 'g', seq: 0, epoch: 0, trimmed: 0 }
const empty = { head, snapshot: null, tail: [] }
const never = (): never => {
  throw new Error('nobody writes here')
}
const log: Log = {
  head: async () => head,
  load: async () => empty,
  read: async () => ({ entries: [], more: false }),
  append: never,
  quarantine: never,
  trim: never,
  find: never,
}

/** A room with so many people in it, who hear what is written to them. */
const roomOf = async (count: number) => {
  const errors: unknown[] = []
  const metrics = new Metrics()
  const room = new Room('d', empty, {
    log,
    snapshots: new RecentSnapshots(async () => null),
    authorise: async () => 'edit',
    fold: never,
    schedule: () => {},
    grown: never,
    onError: (error) => errors.push(error),
    metrics,
    limits: { textLength: 1_000, buffered: 1_000, messageBytes: 1_000 },
  })
  let heard = 0
  const closed: number[] = []
  const people = Array.from({ length: count }, (_, i) => {
    const user = { id: `user ${i}`, name: `User ${i}`, color: '#000000' }
    const session = { user, author: `user:${i}`, document: 'd', role: 'edit', link: null } as const
    const socket = {
      sticky: true,
      buffered: 0,
      write: () => void (heard += 1),
      cork: () => {},
      uncork: () => {},
      close: ({ code }: { code: number }) => void closed.push(code),
      whenDrained: () => {},
    }
    return new Connection({ ...session, until: null }, socket)
  })
  for (const person of people) await room.join(person, { cursor: null, stateVector: bytes(0) })
  const move = (i: number): void => {
    const person = people[i]
    if (person === undefined) throw new Error('there are fewer people')
    const state = bytes(1, i + 1, 1, `{"cursor":${Math.random()}}`)
    room.presence.receive(person, decoding.createDecoder(bytes(state.length, state)))
  }
  /** How many messages are written when presence is looked at, at this time in ms. */
  const writtenAt = async (now: number): Promise<number> => {
    heard = 0
    room.sendPresence(now)
    // a hundred in a turn
    for (let turn = 0; turn < count / 100; turn += 1) await new Promise(setImmediate)
    return heard
  }
  return { room, people, closed, errors, metrics, move, writtenAt }
}

it('R41: among few, what somebody shows goes to the others at the end of each turn', async () => {
  const { move, writtenAt } = await roomOf(3)
  for (let now = 0; now < 5; now += 0.1) {
    move(0)
    expect(await writtenAt(now)).toBe(2)
  }
})

it('R41: among many it is gathered for a moment, so that it costs little of the time; nothing is lost', async () => {
  const { room, move, writtenAt } = await roomOf(200)
  move(0)
  expect(await writtenAt(0)).toBe(199)
  let written = 0
  for (let now = 1; now <= 1_000; now += 1) {
    move(now % 200)
    written += await writtenAt(now)
  }
  // 200 people, 40 ms between two messages
  expect(written).toBe(25 * 200)
  move(7)
  expect([await writtenAt(1_001), room.presence.changed]).toEqual([0, true])
  expect([await writtenAt(1_040), room.presence.changed]).toEqual([199, false])
})

it('R41: whoever leaves is withdrawn at once, however many there are', async () => {
  const { room, people, move, writtenAt } = await roomOf(200)
  for (const i of [0, 1]) move(i)
  await writtenAt(0)
  const [first] = people
  if (first !== undefined) room.leave(first)
  expect(await writtenAt(0.5)).toBe(199)
})

it('R42: the next message of a crowd comes after the one before, for everybody', async () => {
  const { room, people, move, writtenAt } = await roomOf(300)
  const [first] = people
  move(0)
  room.sendPresence(0)
  // the last hundred have not heard of the move yet
  if (first !== undefined) room.leave(first)
  expect(await writtenAt(1)).toBe(200 + 299)
})

it('R53: what goes wrong while an update is looked at is trouble of those who sent something, not of the server', async () => {
  const { room, people, closed, errors, metrics } = await roomOf(3)
  metrics.refused = () => {
    throw new Error('nobody foresaw this')
  }
  const [first, second] = people
  if (first === undefined || second === undefined) throw new Error('there are fewer people')
  room.receive(first, Uint8Array.of(9, 9), false)
  expect(room.take()).toBeNull()
  expect([closed, errors.length]).toEqual([[4503], 1])
  await new Promise(setImmediate)
  room.receive(second, letter(1, 0), false)
  expect(room.take()?.append.entries).toHaveLength(1)
})
