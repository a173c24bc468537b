import { StickyError } from '@sticky/shared/errors'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import type { Bus } from '../bus/types.ts'
import { HtmlImports } from './html-imports.ts'
import { Readings } from './readings.ts'

beforeEach(() => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
})

/** A reader that takes so many ms for an import, and as long as it may for one of `Infinity`. */
const imports = () => {
  let kills = 0
  const request = async (
    _name: string,
    asked: { html: string } | null,
    limit = 0,
  ): Promise<unknown> => {
    if (asked === null) return null
    const ms = Number(asked.html)
    await new Promise((resolve) => setTimeout(resolve, Math.min(ms, limit)))
    if (ms >= limit) throw new StickyError('unavailable')
    return { markdown: 'read' }
  }
  const bus = { request, publish: () => (kills += 1) } as unknown as Bus
  const reading = new HtmlImports(new Readings(bus))
  const read = async (user: string, ms: number): Promise<string> => {
    const done = reading
      .markdown(user, String(ms))
      .catch((error: unknown) => (error instanceof StickyError ? error.code : String(error)))
    await vi.advanceTimersByTimeAsync(3_000)
    return done
  }
  return { reading, read, kills: () => kills }
}

it('T10: an import that takes too long is refused, its reader killed, and the next one is read', async () => {
  const { read, kills } = imports()
  expect(await read('eve', Infinity)).toBe('invalid_request')
  expect(await read('ada', 10)).toBe('read')
  expect(kills()).toBe(1)
})

it('T10 R50: whose imports take 20 s together gets no more of that in ten minutes; others do', async () => {
  const { read, kills } = imports()
  for (let i = 0; i < 7; i += 1) expect(await read('eve', Infinity)).toBe('invalid_request')
  expect(await read('eve', Infinity)).toBe('rate_limited')
  expect(await read('eve', 10)).toBe('rate_limited')
  expect(await read('ada', 10)).toBe('read')
  expect(kills()).toBe(7)
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(await read('eve', 10)).toBe('read')
})

it('T10 R50: of many that are sent at once no more is read either', async () => {
  const { reading } = imports()
  const sent = Array.from({ length: 50 }, () =>
    reading.markdown('eve', '2900').then(
      () => 'read',
      ({ code }: StickyError) => code,
    ),
  )
  await vi.advanceTimersByTimeAsync(60_000)
  const outcomes = await Promise.all(sent)
  expect(outcomes.filter((one) => one === 'read')).toHaveLength(7)
  expect(new Set(outcomes)).toEqual(new Set(['read', 'rate_limited']))
})
