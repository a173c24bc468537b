import { MAX_TEXT_BYTES } from '@sticky/shared/api/documents'
import { describe, expect, it } from 'vitest'
import { codeOf } from './stage/http.ts'
import type { Answer, Asking } from './stage/http.ts'
import { setStage } from './stage/stage.ts'

const { ada } = await setStage(['ada'])

const send = (asking: Asking): Promise<Answer> => ada.ask('POST', '/documents/import', asking)
const refusalOf = async (asking: Asking): Promise<unknown> => {
  const answer = await send(asking)
  return [answer.status, codeOf(answer)]
}

describe('T10: an import', () => {
  it.each([
    ['boxes', '<div>'.repeat(100_000)],
    ['lists', '<ul><li>'.repeat(50_000)],
    ['quotes', `${'<blockquote>'.repeat(40_000)}text`],
    ['marks', `${'<b><i>'.repeat(80_000)}text`],
    ['tables in cells', '<table><tr><td>'.repeat(30_000)],
    ['cells', `<table><tr>${'<td>x'.repeat(100_000)}`],
  ])('of too many %s is refused, and the next one is served', async (_what, html) => {
    expect(await refusalOf({ body: { html } })).toEqual([400, 'invalid_request'])
    expect((await send({ body: { html: '<h1>Next</h1>' } })).status).toBe(201)
  })

  it('is as large as a document may be, and no larger', async () => {
    const markdown = 'x'.repeat(MAX_TEXT_BYTES)
    expect((await send({ body: { markdown } })).status).toBe(201)
    expect(await refusalOf({ body: { markdown: `${markdown}x` } })).toEqual([
      400,
      'invalid_request',
    ])
    // fewer characters than that, and more bytes
    const wide = '字'.repeat(MAX_TEXT_BYTES / 2)
    expect(await refusalOf({ body: { markdown: wide } })).toEqual([413, 'too_large'])
    // HTML may be larger, if what it says is not
    expect((await send({ body: { html: '&amp;'.repeat(100_000) } })).status).toBe(201)
    const html = 'x'.repeat(MAX_TEXT_BYTES + 1)
    expect(await refusalOf({ body: { html } })).toEqual([413, 'too_large'])
    const huge = '&amp;'.repeat(MAX_TEXT_BYTES)
    expect(await refusalOf({ body: { html: huge } })).toEqual([400, 'invalid_request'])
    expect(await refusalOf({ body: { html: huge.repeat(2) } })).toEqual([413, 'too_large'])
  })

  it.each([
    ['nothing', {}, 400],
    ['two texts', { body: { markdown: 'x', html: 'x' } }, 400],
    ['what is no text', { body: { html: ['x'] } }, 400],
    ['a file', { body: '%PDF-1.7', headers: { 'content-type': 'application/pdf' } }, 400],
    ['a form', { body: 'html=x', headers: { 'content-type': 'multipart/form-data' } }, 400],
    [
      'JSON in Latin-9',
      { body: '{}', headers: { 'content-type': 'application/json; charset=iso-8859-15' } },
      415,
    ],
  ])('of %s is refused', async (_what, asking, status) => {
    expect((await send(asking)).status).toBe(status)
  })
})
