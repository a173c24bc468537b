import { expect, test } from 'vitest'
import { LocalBus } from '../bus/local/local.ts'
import { someView } from './golden/views.ts'
import { Once } from './once.ts'
import { answerDrawings } from './worker.ts'

test('F3: who asks while it is made gets the same, who asks later has it made again', async () => {
  const once = new Once<number>()
  let made = 0
  const make = async (): Promise<number> => (made += 1)
  expect(await Promise.all([once.of('a', make), once.of('a', make), once.of('b', make)])).toEqual([
    1, 1, 2,
  ])
  expect(await once.of('a', make)).toBe(3)
})

test('what fails is not kept', async () => {
  const once = new Once<number>()
  await expect(once.of('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await once.of('a', async () => 1)).toBe(1)
})

test('F3: one picture that many ask for at once is drawn once', async () => {
  const bus = new LocalBus()
  answerDrawings(bus)
  const [a, b] = await Promise.all([
    bus.request('preview.draw', someView),
    bus.request('preview.draw', { ...someView }),
  ])
  expect(a.png).toBe(b.png)
})
