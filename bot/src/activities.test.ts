import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Activities } from './activities.ts'
import { CHANNEL, GUILD } from './test/fake-interaction.ts'

const ADA = '500000000000000001'
const GRACE = '500000000000000002'
const GROUP = `@me/${CHANNEL}`
const FOREIGN = `${GUILD}/${CHANNEL}`

let present: string[] | null
const asked = vi.fn(async () => present)
let activities: Activities

beforeEach(() => {
  vi.useFakeTimers()
  present = [ADA, GRACE]
  asked.mockClear()
  activities = new Activities(asked)
})
afterEach(() => void vi.useRealTimers())

const proved = (channel: string, access: 'edit' | 'manage') => ({ channel, access, roles: ['1'] })
const inGroup = () => activities.launched(ADA, proved(GROUP, 'manage'), 'i-1')

test('in a group message who is in its Activity may write, however they came into it (F9, F11)', async () => {
  inGroup()
  for (const who of [ADA, GRACE])
    expect(await activities.lookUp(GROUP, who)).toEqual({
      channel: GROUP,
      access: 'manage',
      roles: [],
    })
})

test('who has left the Activity, or was never in one, is not known of (F9)', async () => {
  expect(await activities.lookUp(GROUP, ADA)).toBeNull()
  inGroup()
  present = [GRACE]
  expect(await activities.lookUp(GROUP, ADA)).toBeNull()
  expect(await activities.lookUp(FOREIGN, GRACE)).toBeNull()
})

test('in a server without the bot it is what the launch proved, else reading, and that for an hour (F9)', async () => {
  activities.launched(ADA, proved(FOREIGN, 'edit'), 'i-1')
  expect(await activities.lookUp(FOREIGN, ADA)).toEqual(proved(FOREIGN, 'edit'))
  expect(await activities.lookUp(FOREIGN, GRACE)).toMatchObject({ access: 'view', roles: [] })
  vi.advanceTimersByTime(60 * 60_000)
  expect(await activities.lookUp(FOREIGN, ADA)).toMatchObject({ access: 'view' })
})

test('many look-ups ask Discord once in five seconds; a failure is asked again (C7)', async () => {
  inGroup()
  await Promise.all([ADA, GRACE, ADA].map((who) => activities.lookUp(GROUP, who)))
  expect(asked).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(5_000)
  asked.mockRejectedValueOnce(new Error('503'))
  await expect(activities.lookUp(GROUP, ADA)).rejects.toThrow('503')
  expect(await activities.lookUp(GROUP, ADA)).not.toBeNull()
})

test('an Activity that is over proves nothing, and is not asked about again (C7)', async () => {
  inGroup()
  present = null
  expect(await activities.lookUp(GROUP, ADA)).toBeNull()
  vi.advanceTimersByTime(5_000)
  await activities.lookUp(GROUP, ADA)
  expect(asked).toHaveBeenCalledTimes(1)
})
