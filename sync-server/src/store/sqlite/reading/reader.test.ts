import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { Reader } from './reader.ts'

type Question = { userId: string; does?: 'crash' | 'throw' | 'hang' | 'fill'; wants?: string }

type Limits = { limit: number; memory: number; room: number; roomEach: number }

const ORACLE = join(import.meta.dirname, 'fixtures/oracle.ts')
const LATE = 'This takes too long. Ask for less.'

describe('what is read in a thread', () => {
  let reader: Reader<Question, string>
  const start = (more: Partial<Limits> = {}): void => {
    const room = { room: 10, roomEach: 10 }
    reader = new Reader({
      program: ORACLE,
      data: null,
      limit: 20_000,
      late: LATE,
      ...room,
      ...more,
    })
  }
  const ask = (wants: string, userId = 'ada') => reader.ask({ userId, wants })
  const told = (message: RegExp) => ({
    code: 'unavailable',
    status: 503,
    message: expect.stringMatching(message),
  })
  afterEach(() => reader.close())

  test('F46: is answered in turns, and this thread goes on meanwhile', async () => {
    start()
    const answers: string[] = []
    const asked = [ask('Ada 1'), ask('Ada 2'), ask('Ada 3'), ask('Ben 1', 'ben')]
    await Promise.all(asked.map(async (answer) => answers.push(await answer)))
    expect(answers).toEqual(['Ada 1', 'Ada 2', 'Ben 1', 'Ada 3'])
  })

  test('F46: what takes too long is broken off with what to do, and the next is answered', async () => {
    start({ limit: 100 })
    const hanging = reader.ask({ userId: 'ada', does: 'hang' })
    const next = ask('Ben 1', 'ben')
    await expect(hanging).rejects.toMatchObject(told(/^This takes too long\. Ask for less\.$/))
    expect(await next).toBe('Ben 1')
  })

  test.each(['crash', 'fill'] as const)(
    'F46: after a %s of the thread it is told, and the next is answered',
    async (does) => {
      start({ memory: 32 })
      const asked = reader.ask({ userId: 'ada', does })
      const next = ask('Ada 2')
      await expect(asked).rejects.toMatchObject(told(/Retry/))
      expect(await next).toBe('Ada 2')
    },
  )

  test('F46: what the thread throws is thrown here', async () => {
    start()
    await expect(reader.ask({ userId: 'ada', does: 'throw' })).rejects.toThrow('the disk has gone')
    expect(await ask('Ada 2')).toBe('Ada 2')
  })

  test('F46: who asks for very much at once is told to wait; others are answered', async () => {
    start({ roomEach: 2 })
    const asked = [ask('Ada 1'), ask('Ada 2'), ask('Ada 3')]
    await expect(ask('Ada 4')).rejects.toMatchObject({ code: 'rate_limited', status: 429 })
    expect(await ask('Ben 1', 'ben')).toBe('Ben 1')
    expect(await Promise.all(asked)).toEqual(['Ada 1', 'Ada 2', 'Ada 3'])
    expect(await ask('Ada 5')).toBe('Ada 5')
  })

  test('F46: when very many ask, the last are told to come again', async () => {
    start({ room: 2 })
    const asked = ['ada', 'ben', 'cleo'].map((who) => ask(who, who))
    await expect(ask('dan', 'dan')).rejects.toMatchObject(told(/many people/))
    expect(await Promise.all(asked)).toEqual(['ada', 'ben', 'cleo'])
  })

  test('F46: closing does not wait for a search; who waits is told', async () => {
    start()
    await ask('Ada 1')
    const asked = [reader.ask({ userId: 'ada', does: 'hang' }), ask('Ben 1', 'ben')]
    const answers = Promise.allSettled(asked)
    await reader.close()
    const refused = { status: 'rejected', reason: told(/stopping/) }
    expect(await answers).toMatchObject([refused, refused])
    await expect(ask('Ada 2')).rejects.toMatchObject(told(/stopping/))
  })
})
