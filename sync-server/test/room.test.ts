import type { Role } from '@sticky/shared/access'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import * as Y from 'yjs'
import { BareRelay, PROVE_EVERY } from './stage/bare-relay.ts'
import { holdCommit } from './stage/hold-commit.ts'
import { pause, until } from './stage/until.ts'

let relay: BareRelay
let id: string

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  relay = await BareRelay.open()
  id = await relay.document()
})

describe('two looks at one right', () => {
  /** Somebody at the document, whose right is looked at twice; the earlier look answers last. */
  const lookTwice = async (earlier: Role, later: Role) => {
    const seat = await relay.sit(id)
    const answers: ((role: Role) => void)[] = []
    relay.authorise = () => new Promise((resolve) => answers.push(resolve))
    vi.advanceTimersByTime(PROVE_EVERY)
    await until('the right is proved again', () => answers.length === 1)
    relay.bus.publish('access.changed', { document: id })
    await until('it is asked for again', () => answers.length === 2)
    const told = seat.of('access').length
    answers[1]?.(later)
    await pause(5)
    answers[0]?.(earlier)
    await pause(5)
    return { seat, told: seat.of('access').slice(told) }
  }

  it('R31 R32: who may only read since is not made an editor again by an older answer', async () => {
    const { seat, told } = await lookTwice('edit', 'view')
    expect(told.map(({ role }) => role)).toEqual(['view'])
    seat.write((text) => text.insert(0, 'too late'))
    expect(await seat.refusal()).toMatchObject({ n: 1, reason: 'read-only' })
    expect((await relay.store.log.head(id))?.seq).toBe(0)
  })

  it('R31 R32: who may write since is neither cut nor told anything by an older answer', async () => {
    const { seat, told } = await lookTwice('none', 'edit')
    expect(told).toEqual([])
    expect(seat.closed).toBeNull()
    await seat.type('still here')
    expect((await relay.store.log.head(id))?.seq).toBe(1)
  })

  it('R31 R32: who was cut stays cut', async () => {
    const { seat } = await lookTwice('edit', 'none')
    expect(seat.closed).toEqual({ code: 4403 })
    seat.write((text) => text.insert(0, 'too late'))
    await pause(5)
    expect((await relay.store.log.head(id))?.seq).toBe(0)
  })
})

describe('a room that is busy', () => {
  /** The next look at the log's head takes until it is told to fail. */
  const headFails = (): { isBusy: () => boolean; fail: () => void } => {
    const { log } = relay.store
    const head = log.head.bind(log)
    let fail: (() => void) | null = null
    log.head = () =>
      new Promise((_resolve, reject) => {
        log.head = head
        fail = () => reject(new Error('the disk is gone (on purpose)'))
      })
    return { isBusy: () => fail !== null, fail: () => fail?.() }
  }

  /** Another relay, on the same store, has appended a word, and says so. */
  const appendElsewhere = async (word: string): Promise<void> => {
    const { log } = relay.store
    const { seq: prev = 0, epoch = 0 } = (await log.head(id)) ?? {}
    const doc = new Y.Doc()
    doc.getText('content').insert(0, word)
    const ranges = [{ client: doc.clientID, from: 0, to: word.length }]
    const update = Y.encodeStateAsUpdate(doc)
    const entry = { author: 'user:grace', clients: ranges, at: Date.now(), update } as const
    await log.append([{ document: id, expected: prev, epoch, entries: [entry] }])
    relay.bus.publish('log.appended', {
      document: id,
      relay: 'another relay',
      prev,
      seq: prev + 1,
      entries: [entry],
    })
  }

  it('R60 C3: does what waits for it, although the work before has failed', async () => {
    // stays in the room until the gateway says that it has gone
    const seat = await relay.sit(id)
    const { isBusy, fail } = headFails()
    relay.bus.publish('document.changed', { document: id })
    await until('the room is busy', isBusy)
    const authorise = vi.spyOn(relay, 'authorise')
    await appendElsewhere('elsewhere ')
    relay.bus.publish('access.changed', { document: id })
    await pause(5)
    expect(authorise).not.toHaveBeenCalled()
    fail()
    expect(await seat.closing()).toBe(4500)
    expect(relay.errors.map(String)).toEqual(['Error: the disk is gone (on purpose)'])
    await until('rights are looked at again', () => authorise.mock.calls.length > 0)
    const append = vi.spyOn(relay.store.log, 'append')
    const newcomer = await relay.sit(id)
    await newcomer.type('here ')
    expect(newcomer.text.toJSON()).toBe('here elsewhere ')
    // at the first try: the room stands where the log stands
    expect(append).toHaveBeenCalledTimes(1)
  })

  it('R10 R31: what is written meanwhile waits, with what it is told, and lands in order', async () => {
    const seat = await relay.sit(id)
    const reader = await relay.sit(id)
    const commit = holdCommit(relay.store.log)
    seat.write((text) => text.insert(0, 'one '))
    await until('the room is busy', commit.isHeld)
    seat.write((text) => text.insert(4, 'two '))
    relay.bus.publish('access.changed', { document: id })
    seat.write((text) => text.insert(8, 'three '))
    await pause(5)
    expect([seat.saved, reader.text.toJSON()]).toEqual([0, ''])
    commit.go()
    await until('all is saved', () => seat.saved === 3)
    expect(reader.text.toJSON()).toBe('one two three ')
    // what came while it was busy is one entry
    expect((await relay.store.log.head(id))?.seq).toBe(2)
  })

  it('R34 C6: what waits does not land once its right has run out, also when who wrote it has left', async () => {
    const end = Date.now() + 3_600_000
    const seat = await relay.sit(id)
    const [first, second] = [await relay.sit(id, end), await relay.sit(id, end + 1)]
    const commit = holdCommit(relay.store.log)
    seat.write((text) => text.insert(0, 'one '))
    await until('the room is busy', commit.isHeld)
    first.write((text) => text.insert(0, 'too late '))
    first.leave()
    second.write((text) => text.insert(0, 'in time '))
    second.leave()
    const now = vi.spyOn(Date, 'now').mockReturnValue(end)
    onTestFinished(() => now.mockRestore())
    commit.go()
    await until('it has landed', async () => (await relay.store.log.head(id))?.seq === 2)
    await until('it is passed on', () => seat.text.toJSON().includes('in time'))
    expect(seat.text.toJSON()).not.toContain('too late')
  })
})
