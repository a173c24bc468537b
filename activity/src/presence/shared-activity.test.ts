import type { Instance, PutPresence } from '@sticky/shared/api/instances'
import { StickyError } from '@sticky/shared/errors'
import { beforeEach, expect, test, vi } from 'vitest'
import { HandClock } from '../sync/hand-clock.ts'
import { SharedActivity } from './shared-activity.ts'

type Waiting = {
  presence: PutPresence
  answer: (instance: Partial<Instance>) => Promise<void>
  fail: (error: Error) => Promise<void>
}

let clock: HandClock
/** Calls that wait for the server's answer. */
let waiting: Waiting[]
let opened: string[]
let activity: SharedActivity

/** Long enough for what an answer sets off. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 10; i += 1) await Promise.resolve()
}

beforeEach(() => {
  clock = new HandClock()
  waiting = []
  opened = []
  activity = new SharedActivity({
    place: { instanceId: 'i', channelId: '200000000000000001' },
    put: (_instance, presence) =>
      new Promise<Instance>((resolve, reject) => {
        waiting.push({
          presence,
          answer: async (instance) => {
            resolve({ state: 's', opening: null, documents: [], ...instance })
            await settle()
          },
          fail: async (error) => {
            reject(error)
            await settle()
          },
        })
      }),
    clock,
    open: (documentId) => opened.push(documentId),
  })
})

const last = (): Waiting => {
  const call = waiting.at(-1)
  if (call === undefined) throw new Error('nothing was asked')
  return call
}

const PLAN = {
  id: 'plan',
  title: 'Plan',
  people: [{ id: 'ada', displayName: 'Ada', color: '#123456' }],
}

test('F2: says where and what it looks at, then waits for something else than it knows', async () => {
  activity.looksAt('plan')
  expect(last().presence).toEqual({ documentId: 'plan', channelId: '200000000000000001' })
  await last().answer({ state: 'one' })
  expect(last().presence).toMatchObject({ documentId: 'plan', known: 'one' })
})

test('F2: tells when somebody looks at something else, and only then', async () => {
  const changed = vi.fn<() => void>()
  activity.onChange(changed)
  activity.looksAt(undefined)
  await last().answer({ documents: [PLAN] })
  await last().answer({ documents: [PLAN] })
  expect(changed).toHaveBeenCalledTimes(1)
  expect(activity.documents).toEqual([PLAN])
})

test('F2: opens what its user asks for in the chat meanwhile, once', async () => {
  activity.looksAt('plan')
  await last().answer({ opening: { documentId: 'plan', at: 1 } })
  const opening = { documentId: 'list', at: 2 }
  await last().answer({ opening })
  await last().answer({ opening })
  expect(opened).toEqual(['list'])
})

test('F2: what was asked for before is not opened over what the Activity began with', async () => {
  activity.looksAt('plan')
  await last().answer({ opening: { documentId: 'list', at: 1 } })
  await last().answer({ opening: { documentId: 'list', at: 1 } })
  expect(opened).toEqual([])
})

test('F2: what was asked for just before is opened where nothing else was (the frame may come first)', async () => {
  activity.looksAt(undefined)
  await last().answer({ opening: { documentId: 'list', at: 1 } })
  expect(opened).toEqual(['list'])
})

test('F2: an answer to what it looked at before comes too late', async () => {
  activity.looksAt('plan')
  const before = last()
  activity.looksAt('list')
  await before.answer({ documents: [PLAN] })
  expect(activity.documents).toEqual([])
  expect(waiting).toHaveLength(2)
})

test('C6: an unreachable server is asked again, less and less often, and all is said anew', async () => {
  activity.looksAt('plan')
  await last().answer({ state: 'one' })
  await last().fail(new StickyError('unavailable'))
  expect(waiting).toHaveLength(2)
  clock.advance(20_000)
  await settle()
  expect(waiting).toHaveLength(3)
  expect(last().presence).not.toHaveProperty('known')
})

test('F48: who may not view it any more is not asked for again', async () => {
  activity.looksAt('plan')
  await last().fail(new StickyError('not_found'))
  clock.advance(60_000)
  await settle()
  expect(waiting).toHaveLength(1)
})

test('F2: a closed one asks for nothing more', async () => {
  activity.looksAt('plan')
  activity.close()
  await last().answer({ opening: { documentId: 'list', at: 1 } })
  expect(waiting).toHaveLength(1)
  expect(opened).toEqual([])
})
