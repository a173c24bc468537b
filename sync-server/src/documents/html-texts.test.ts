import { StickyError } from '@sticky/shared/errors'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Bus, Requests } from '../bus/types.ts'
import { HtmlTexts } from './html-texts.ts'
import { Readings } from './readings.ts'

const textsBy = (reader: object): HtmlTexts => {
  const bus = reader as unknown as Bus
  return new HtmlTexts(bus, new Readings(bus))
}

type Asked = Requests['preview.html']['in']

beforeEach(() => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
})

/** A reader that hangs over every text with "hang" in it until it is killed, and over whatever comes meanwhile. */
const reader = () => {
  const asked: Asked[] = []
  let kills = 0
  let hung: Promise<void> | null = null
  let release = (): void => {}
  const answer = async (data: Asked): Promise<Requests['preview.html']['out']> => {
    await hung
    if (data.text.includes('hang') && !data.plain)
      await (hung ??= new Promise((resolve) => (release = resolve)))
    return { html: data.plain ? `<pre>${data.text}</pre>` : `<p>${data.text}</p>`, cut: false }
  }
  const bus = {
    request: async (name: string, data: Asked, limit = Infinity) => {
      if (name === 'preview.awake') return null
      asked.push(data)
      const late = new Promise<never>((_resolve, reject) => {
        if (limit < Infinity) setTimeout(() => reject(new StickyError('unavailable')), limit)
      })
      return Promise.race([answer(data), late])
    },
    publish: () => {
      kills += 1
      hung = null
      release()
    },
  }
  const read = (texts: HtmlTexts, text: string): Promise<string> =>
    texts.read({ title: 'Plan', text, as: 'part' }).then(({ html }) => html)
  return { texts: textsBy(bus), read, asked, kills: () => kills }
}

describe('T16: a text that takes too long', () => {
  it('is shown as it stands, and nothing is killed over it again', async () => {
    const { texts, read, kills } = reader()
    const first = read(texts, 'hang')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await first).toBe('<pre>hang</pre>')
    expect(await read(texts, 'hang')).toBe('<pre>hang</pre>')
    expect(kills()).toBe(1)
  })

  it('makes others wait, and is not their fault', async () => {
    const { texts, read, kills } = reader()
    const both = [read(texts, 'hang'), read(texts, 'tea'), read(texts, 'hang')]
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await Promise.all(both)).toEqual(['<pre>hang</pre>', '<p>tea</p>', '<pre>hang</pre>'])
    expect(await read(texts, 'tea')).toBe('<p>tea</p>')
    expect(kills()).toBe(1)
  })
})

it('a text whose reader ended for another’s sake is read again, a few times', async () => {
  const answers = [new StickyError('unavailable'), { html: '<p>tea</p>', cut: false }]
  const publish = vi.fn()
  const request = vi.fn(async () => {
    const answer = answers.shift()
    if (answer instanceof Error) throw answer
    return answer
  })
  const texts = textsBy({ request, publish })
  expect(await texts.read({ title: 'Plan', text: 'tea', as: 'part' })).toMatchObject({
    html: '<p>tea</p>',
  })
  expect([request.mock.calls.length, publish.mock.calls.length]).toEqual([2, 0])
})

it('what is wrong otherwise is said, and the next text is read', async () => {
  const request = vi
    .fn()
    .mockRejectedValueOnce(new StickyError('internal'))
    .mockResolvedValueOnce({ html: '<p>tea</p>', cut: false })
  const texts = textsBy({ request, publish: vi.fn() })
  const read = () => texts.read({ title: 'Plan', text: 'tea', as: 'part' })
  await expect(read()).rejects.toMatchObject({ code: 'internal' })
  expect((await read()).html).toBe('<p>tea</p>')
})
