import { expect, it } from 'vitest'
import { htmlPart } from './html-part.ts'

const part = (title: string, text: string, plain = false) => htmlPart({ title, text, plain })

it('F4: a heading that only repeats the title is left out', () => {
  expect(part('A & B', '# A & B\n\ntext').html).toBe('<p>text</p>\n')
  expect(part('A', '# A and B').html).toBe('<h1>A and B</h1>\n')
  expect(part('A', 'text\n\n# A').html).toContain('<h1>A</h1>')
})

it('T16: of a longer text than a page shows it is the beginning, and says so', () => {
  const { html, cut } = part('A', 'word '.repeat(60_000))
  expect(cut).toBe(true)
  expect(html.length).toBeLessThan(270_000)
  expect(part('A', 'word').cut).toBe(false)
})

it('T16 T11: as it stands it is text, without what turns lines round', () => {
  expect(part('A', '<b>\u202Ex\u0000', true).html).toBe('<pre>&lt;b&gt;x</pre>\n')
})
