import { describe, expect, it } from 'vitest'
import { parseMarkdown } from './parse.ts'
import type { Block, Inline } from './tree.ts'

/** The tree as short text: `h2(…)`, `strong(…)`. */
const inner = (nodes: Inline[]): string => nodes.map((node) => inlineText(node)).join('')
function inlineText(node: Inline): string {
  if ('text' in node) return node.kind === 'text' ? node.text : `${node.kind}(${node.text})`
  if (node.kind === 'link') return `link(${node.href}|${inner(node.inner)})`
  if ('inner' in node) return `${node.kind}(${inner(node.inner)})`
  if (node.kind === 'moment') return `moment(${node.seconds}${node.style})`
  return `${node.kind}(${'name' in node ? node.name : node.id})`
}
function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `h${block.level}(${inner(block.inner)})`
    case 'quote':
      return `quote(${block.blocks.map((one) => blockText(one)).join('; ')})`
    case 'fence':
      return `fence(${block.language}|${block.text})`
    case 'list': {
      const items = block.items.map((item) =>
        [inner(item.inner), ...item.lists.map((one) => blockText(one))].join(' '),
      )
      return `${block.from === null ? 'ul' : `ol${block.from}`}(${items.join('; ')})`
    }
    default:
      return `${block.kind}(${inner(block.inner)})`
  }
}
const read = (text: string) => parseMarkdown(text).map((block) => blockText(block))

describe('F70: Markdown of messages', () => {
  it('has headings, subtext, quotes and paragraphs of several lines', () => {
    expect(read('# A\n-# b\n> c\n> d\ne\nf')).toEqual([
      'h1(A)',
      'small(b)',
      'quote(paragraph(c\nd))',
      'paragraph(e\nf)',
    ])
    expect(read('>>> all\n# of it')).toEqual(['quote(paragraph(all); h1(of it))'])
  })
  it('nests lists by how far they are moved in', () => {
    expect(read('- a\n  - b\n  - c\n- d\n3. e')).toEqual(['ul(a ul(b; c); d; e)'])
    expect(read('3. three\n4. four')).toEqual(['ol3(three; four)'])
  })
  it('leaves code alone', () => {
    expect(read('x `**a**`\n```ts\n# no\n```\ny')).toEqual([
      'paragraph(x code(**a**))',
      'fence(ts|# no)',
      'paragraph(y)',
    ])
  })
  it('knows mentions, commands, moments and emoji', () => {
    expect(read('<@1> <@!2> <#3> <@&4> </doc create:5> <t:60:R> <:yes:6> @here')).toEqual([
      'paragraph(user(1) user(2) channel(3) role(4) command(doc create) moment(60R) emoji(yes) everyone(@here))',
    ])
  })
  it('links http(s) only, and not the full stop after an address', () => {
    expect(read('[a](https://x.test/b) https://y.test/z. [c](javascript:alert)')).toEqual([
      'paragraph(link(https://x.test/b|a) link(https://y.test/z|https://y.test/z). [c](javascript:alert))',
    ])
  })
  it('nests styles, and takes neither `snake_case` nor what is escaped for one', () => {
    expect(read(String.raw`**a *b*** __c__ ~~d~~ ||e|| x_y_z \*f\*`)).toEqual([
      'paragraph(strong(a em(b)) u(c) s(d) spoiler(e) x_y_z *f*)',
    ])
  })
  it('ends on any text', () => {
    for (const text of ['', '\n', '```', '**', '[](', '>', '- ', '<t:>', '#'])
      expect(read(text).join('').length).toBeLessThan(40)
  })
})
