import { describe, expect, it } from 'vitest'
import { MAX_TEXT_BYTES } from '@sticky/shared/api/documents'
import { codeOf } from './stage/http.ts'
import type { Answer, Asking } from './stage/http.ts'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const { ada, eve } = await setStage(['ada', 'eve'])

const HALF_MB = MAX_TEXT_BYTES * 2
const fill = (part: string): string => part.repeat(Math.floor(HALF_MB / part.length))
const many = (count: number, part: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => part(i)).join('')

const outcome = ({ status, ...answer }: Answer): unknown[] => [
  status,
  codeOf({ status, ...answer }),
]
const send = (path: string, asking: Asking): Promise<Answer> => eve.ask('POST', path, asking)
const bring = (body: unknown): Promise<Answer> => send('/documents/import', { body })

describe('T10: what is brought along', () => {
  it('is at most 256 KiB of text, whatever it is brought as', async () => {
    const id = await eve.create('text')
    const tooLong = 'x'.repeat(MAX_TEXT_BYTES + 1)
    // fewer characters than bytes
    const tooWide = 'ä'.repeat(MAX_TEXT_BYTES / 2 + 1)
    const put = async (body: string): Promise<Answer> => {
      const { headers } = await eve.ask('GET', `/documents/${id}/content`)
      const match = { 'if-match': headers.get('etag') ?? '' }
      const as = { 'content-type': 'text/markdown', ...match }
      return eve.ask('PUT', `/documents/${id}/content`, { body, headers: as })
    }
    const append = (markdown: string): Promise<Answer> =>
      send(`/documents/${id}/append`, { body: { markdown } })
    for (const text of [tooLong, tooWide]) {
      for (const answer of [
        await bring({ markdown: text }),
        await bring({ html: `<p>${text}</p>` }),
        await put(text),
        await append(text),
      ])
        expect([400, 413]).toContain(answer.status)
      expect(outcome(await put(text))).toEqual([413, 'too_large'])
    }
    expect(outcome(await bring({ markdown: tooWide }))).toEqual([413, 'too_large'])
    // becomes twice as long
    expect(outcome(await bring({ html: fill('*_`') }))).toEqual([413, 'too_large'])
    // is not read to its end
    expect(outcome(await bring({ html: 'x'.repeat(3_000_000) }))).toEqual([413, 'too_large'])
    expect(await eve.api.content(id)).toBe('text')
    expect((await put(tooLong.slice(1))).status).toBe(200)
  })

  it('is as large as a document may be; HTML may be larger, if what it says is not', async () => {
    const markdown = 'x'.repeat(MAX_TEXT_BYTES)
    expect((await bring({ markdown })).status).toBe(201)
    expect((await bring({ html: '&amp;'.repeat(100_000) })).status).toBe(201)
    const huge = '&amp;'.repeat(MAX_TEXT_BYTES)
    expect(outcome(await bring({ html: huge }))).toEqual([400, 'invalid_request'])
    expect(outcome(await bring({ html: huge.repeat(2) }))).toEqual([413, 'too_large'])
  })

  it.each([
    ['nothing', {}],
    ['two texts', { body: { markdown: 'x', html: 'x' } }],
    ['what is no text', { body: { html: ['x'] } }],
  ])('of %s is refused', async (_what, asking) => {
    expect((await send('/documents/import', asking)).status).toBe(400)
  })

  it('is of the type that is said, or refused with 415', async () => {
    const id = await eve.create('text')
    const { headers } = await eve.ask('GET', `/documents/${id}/content`)
    const match = { 'if-match': headers.get('etag') ?? '' }
    const body = '{"markdown":"text"}'
    for (const type of [
      'text/html',
      'text/markdown',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/octet-stream',
      'application/pdf',
      'application/json; charset=x',
      'application/json; charset=iso-8859-15',
    ]) {
      const as = { 'content-type': type }
      for (const path of ['/documents/import', '/documents', `/documents/${id}/append`]) {
        const answer = await send(path, { body, headers: as })
        expect([type, path, ...outcome(answer)]).toEqual([type, path, 415, 'unsupported_type'])
      }
    }
    for (const type of ['application/json', 'text/html', 'image/svg+xml']) {
      const as = { 'content-type': type, ...match }
      const answer = await eve.ask('PUT', `/documents/${id}/content`, { body, headers: as })
      expect([type, ...outcome(answer)]).toEqual([type, 415, 'unsupported_type'])
    }
    expect(await eve.api.content(id)).toBe('text')
  })

  it('is JSON that nests a few deep, in UTF-8; for what nests deeper nobody waits', async () => {
    const deep = '['.repeat(900_000) + ']'.repeat(900_000)
    const headers = { 'content-type': 'application/json' }
    const began = performance.now()
    for (const body of [deep, `{"markdown":${deep}}`, `{"a":`.repeat(300_000), '{"__proto__":{}}'])
      expect((await send('/documents/import', { body, headers })).status).toBe(400)
    expect(performance.now() - began).toBeLessThan(1_500)
    const wide = { 'content-type': 'application/json; charset=utf-16' }
    const answer = await send('/documents/import', { body: '{"markdown":"x"}', headers: wide })
    expect(outcome(answer)).toEqual([400, 'invalid_request'])
  })

  it.each([
    ['elements in each other', '<div>'.repeat(50_000)],
    ['lists', '<ul><li>'.repeat(50_000)],
    ['quotes', `${'<blockquote>'.repeat(40_000)}text`],
    ['marks', `${'<b><i>'.repeat(80_000)}text`],
    ['tables in cells', '<table><tr><td>'.repeat(30_000)],
    ['end tags that end nothing in between', '<div></x>'.repeat(9_000)],
    ['tags that cross', '<b><div></b>'.repeat(5_000)],
    ['more elements than a document has', '<td>x'.repeat(80_000)],
    ['names with signs in them', '<a:b></c:d>'.repeat(5_000)],
    ['templates in each other', '<template></x>'.repeat(5_000)],
    ['tables in each other, with text between', '<table>'.repeat(190) + 'x'.repeat(100_000)],
  ])('of HTML, %s are refused', async (_what, html) => {
    const began = performance.now()
    expect(outcome(await bring({ html }))).toEqual([400, 'invalid_request'])
    expect(performance.now() - began).toBeLessThan(3_000)
  })

  it.each([
    ['comments', fill('<!---->')],
    ['a comment without an end', fill('<!--')],
    ['angles', '<'.repeat(MAX_TEXT_BYTES)],
    ['an attribute of half a megabyte', `<p title="${'x'.repeat(HALF_MB - 20)}">x`],
    ['white space', `<p>a${' '.repeat(HALF_MB - 20)}b`],
    ['cells', `<table>${'<tr><td>x'.repeat(2_000)}`],
    ['nothing at all', ''],
  ])('of HTML, %s are taken', async (_what, html) => {
    expect((await bring({ html })).status).toBe(201)
  })
})

describe('T10 T16: HTML that takes for ever', () => {
  const slow = {
    attributes: `<p ${many(55_000, (i) => `a${i}=1 `)}>x`,
    'attributes inside fonts in each other': `${many(190, (i) => `<font size=${i}>`)}<p ${many(55_000, (i) => `a${i}=1 `)}>x`,
  }

  it.each(Object.entries(slow))(
    'is given up: %s; meanwhile others write, and are saved',
    async (_what, html) => {
      const id = await ada.create('text')
      const writer = await ada.open(id)
      const order: string[] = []
      const answer = bring({ html }).finally(() => order.push('given up'))
      writer.write((text) => text.insert(0, 'x'))
      await until('it is saved', () => writer.saved === 1)
      order.push('saved')
      const refused = await answer
      expect(order).toEqual(['saved', 'given up'])
      await ada.api.append(id, 'a line')
      expect(await ada.api.content(id)).toBe('xtext\na line')
      expect(outcome(refused)).toEqual([400, 'invalid_request'])
      expect(refused.text).toContain('takes too long')
      // and then others' are read
      const next = await ada.api.importDocument({ html: '<h1>Plan</h1>' })
      expect(next.title).toBe('Plan')
    },
  )
})
