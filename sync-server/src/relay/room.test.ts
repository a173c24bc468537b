import { readServerFrame } from '@sticky/shared/frames'
import type { ServerFrame } from '@sticky/shared/frames'
import * as decoding from 'lib0/decoding'
import { describe, expect, it } from 'vitest'
import { connectionOf } from '../../test/stage/connection.ts'
import { bytes, letter } from '../../test/stage/forge.ts'
import { never, untouchedLog } from '../../test/stage/log.ts'
import { pause, until } from '../../test/stage/until.ts'
import { Metrics } from '../metrics.ts'
import type { Author, Head, Log } from '../store/types.ts'
import type { Connection, Socket } from './connection.ts'
import { RecentSnapshots } from './recent-snapshots.ts'
import { Room } from './room.ts'

const head: Head = { generation: 'g', seq: 0, epoch: 0, trimmed: 0 }
const empty = { head, snapshot: null, tail: [] }
const log: Log = {
  ...untouchedLog,
  head: async () => head,
  load: async () => empty,
  read: async () => ({ entries: [], more: false }),
}

/** What is written to somebody; it waits for them while `buffered` says so. */
class Line implements Socket {
  readonly sticky = true
  readonly messages: Uint8Array[] = []
  buffered = 0
  closed: number | null = null
  /** How many system calls that took. */
  calls = 0
  #corked: number | null = null
  #resume: (() => void)[] = []

  write(message: Uint8Array): void {
    this.messages.push(message)
    if (this.#corked === null) this.calls += 1
  }

  rest(): void {}

  cork(): void {
    this.#corked = this.messages.length
  }

  uncork(): void {
    if (this.messages.length > (this.#corked ?? Infinity)) this.calls += 1
    this.#corked = null
  }

  close({ code }: { code: number }): void {
    this.closed = code
  }

  whenDrained(resume: () => void): void {
    this.#resume.push(resume)
  }

  drain(): void {
    this.buffered = 0
    for (const resume of this.#resume.splice(0)) resume()
  }

  /** The sticky frames, all of them short, in it. */
  told(): ServerFrame[] {
    return this.messages
      .filter((message) => message[2] === 100)
      .map((message) => readServerFrame(decoding.createDecoder(message.subarray(3))))
  }
}

type Crowd = Awaited<ReturnType<typeof roomOf>>

/** A room with so many people in it, who hear what is written to them. */
const roomOf = async (count: number, authorOf = (i: number): Author => `user:${i}`) => {
  const errors: unknown[] = []
  const metrics = new Metrics()
  const room = new Room('d', empty, {
    log,
    snapshots: new RecentSnapshots(async () => null),
    authorise: async () => 'edit',
    authoriseNow: async () => 'edit',
    fold: never,
    schedule: () => {},
    grown: () => {},
    onError: (error) => errors.push(error),
    metrics,
    limits: { textLength: 1_000, buffered: 1_000, messageBytes: 1_000 },
  })
  const lines = Array.from({ length: count }, () => new Line())
  const people = lines.map((line, i) => connectionOf(`user ${i}`, { author: authorOf(i) }, line))
  for (const person of people) await room.join(person, { cursor: null, stateVector: bytes(0) })
  const person = (i: number): Connection => {
    const found = people[i]
    if (found === undefined) throw new Error('there are fewer people')
    return found
  }
  const sayAs = (client: number, i: number, state: string): void => {
    const update = bytes(1, client, 1, state)
    room.presence.receive(person(i), bytes(update.length, update))
  }
  const say = (i: number, state: string): void => sayAs(i + 1, i, state)
  const move = (i: number): void => say(i, `{"cursor":${Math.random()}}`)
  /** How many messages are written when presence is looked at, at this time in ms. */
  const writtenAt = async (now: number): Promise<number> => {
    for (const { messages } of lines) messages.length = 0
    room.sendPresence(now)
    // a hundred in a turn
    for (let turn = 0; turn < count / 100; turn += 1) await new Promise(setImmediate)
    return lines.reduce((sum, { messages }) => sum + messages.length, 0)
  }
  return { room, lines, person, errors, metrics, say, sayAs, move, writtenAt }
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
  const { room, person, move, writtenAt } = await roomOf(200)
  for (const i of [0, 1]) move(i)
  await writtenAt(0)
  room.leave(person(0))
  expect(await writtenAt(0.5)).toBe(199)
})

it('R42: the next message of a crowd comes after the one before, for everybody', async () => {
  const { room, person, move, writtenAt } = await roomOf(300)
  move(0)
  room.sendPresence(0)
  // the last hundred have not heard of the move yet
  room.leave(person(0))
  expect(await writtenAt(1)).toBe(200 + 299)
})

it('R53: what goes wrong while an update is looked at is trouble of those who sent something, not of the server', async () => {
  const { room, person, lines, errors, metrics } = await roomOf(3)
  metrics.refused = () => {
    throw new Error('nobody foresaw this')
  }
  room.receive(person(0), Uint8Array.of(9, 9), false)
  expect(room.take()).toBeNull()
  expect([lines.map(({ closed }) => closed), errors.length]).toEqual([[4503, null, null], 1])
  await new Promise(setImmediate)
  room.receive(person(1), letter(1, 0), false)
  expect(room.take()?.append.entries).toHaveLength(1)
})

it.each([
  [
    'shows nothing and something in turn',
    ({ say }: Crowd, i: number) => say(0, i % 2 === 0 ? 'null' : '{"cursor":1}'),
  ],
  [
    'takes one client id after the other',
    ({ room, person, sayAs }: Crowd, i: number) => {
      room.identify(person(0), 1_000 + i)
      sayAs(1_000 + i, 0, '{"cursor":1}')
    },
  ],
])('R41: in a crowd, who %s waits like everybody', async (_what, trouble) => {
  const crowd = await roomOf(200)
  for (let i = 0; i < 200; i += 1) crowd.move(i)
  await crowd.writtenAt(0)
  let written = 0
  for (let now = 1; now <= 1_000; now += 1) {
    trouble(crowd, now)
    written += await crowd.writtenAt(now)
  }
  expect(written).toBeGreaterThan(0)
  expect(written).toBeLessThanOrEqual(25 * 200)
})

describe('a client id (R13)', () => {
  it('R13: that somebody gives up for another one is free for others; the one they have is not', async () => {
    const { room, person } = await roomOf(2)
    for (let client = 1; client <= 2_000; client += 1) room.identify(person(0), client)
    for (const client of [1, 700, 1_999, 2_000]) room.identify(person(1), client)
    expect([person(0).clientId, person(1).clientId]).toEqual([2_000, 1_999])
  })

  /** One person's connections, of which the second takes the first's client id as often as it can. */
  const takeAgainAndAgain = async (times: number) => {
    const { room, person, lines } = await roomOf(2, () => 'user:ada')
    const take = (): void => {
      for (let i = 0; i < times; i += 1) {
        room.identify(person(0), 7)
        room.identify(person(1), 7)
        room.identify(person(1), 8)
      }
    }
    const leases = (): number => lines[0]?.told().filter(({ kind }) => kind === 'lease').length ?? 0
    return { person, line: lines[0] ?? new Line(), take, leases }
  }

  it('R13: who loses theirs again and again in a turn is told once', async () => {
    const { take, leases } = await takeAgainAndAgain(500)
    for (let turn = 1; turn <= 3; turn += 1) {
      take()
      await until('they are told', () => leases() >= turn)
      await pause(5)
      expect(leases()).toBe(turn)
    }
  })

  it('R13 R51: who does not read is told when they do, once', async () => {
    const { line, take, leases } = await takeAgainAndAgain(1)
    line.buffered = 1_001
    for (let turn = 0; turn < 10; turn += 1) {
      take()
      await pause(1)
    }
    expect(leases()).toBe(0)
    line.drain()
    await until('they are told', () => leases() > 0)
    await pause(5)
    expect(leases()).toBe(1)
  })
})

it('R18: what a turn brings to who has written in it, others’ updates and the answer to their own, is one system call', async () => {
  const { room, lines, person } = await roomOf(3)
  for (const i of [0, 1]) room.receive(person(i), letter(i + 1, 0), false)
  for (const line of lines) [line.calls, line.messages.length] = [0, 0]
  room.take()?.settle({ kind: 'appended', seq: 2 })
  expect(lines.map(({ calls }) => calls)).toEqual([1, 1, 1])
  const kinds = lines.map((line) => line.told().map(({ kind }) => kind))
  expect(kinds).toEqual([['updates', 'saved'], ['updates', 'saved'], ['updates']])
})

it('R13 R40: whoever takes a client id over is seen with it at once, not who had it before', async () => {
  const { room, person, lines, say, sayAs, writtenAt } = await roomOf(3, (i) =>
    i === 2 ? 'user:eve' : 'user:ada',
  )
  room.identify(person(0), 7)
  sayAs(7, 0, '{"cursor":"old"}')
  await writtenAt(0)
  room.identify(person(1), 7)
  sayAs(7, 1, '{"cursor":"new"}')
  sayAs(7, 0, '{"cursor":"stale"}')
  await writtenAt(1)
  const shown = (line: Line | undefined): string =>
    Buffer.concat(line?.messages ?? []).toString('latin1')
  expect(shown(lines[2])).toContain('"new"')
  expect(shown(lines[2])).not.toContain('stale')
  // the older line may show itself with another id
  say(0, '{"cursor":"again"}')
  await writtenAt(2)
  expect(shown(lines[2])).toContain('again')
})
