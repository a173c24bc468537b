import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { htmlPage } from './html-page.ts'
import { markdownToHtml } from './html.ts'

const A = (href: string, text: string): string =>
  `<a href="${href}" rel="noopener noreferrer nofollow">${text}</a>`

describe('markdown as HTML', () => {
  it.each([
    ['# Plan', '<h1>Plan</h1>\n'],
    ['## Plan ##', '<h2>Plan</h2>\n'],
    ['Plan\n====', '<h1>Plan</h1>\n'],
    ['**bold** _it_ ~~gone~~', '<p><strong>bold</strong> <em>it</em> <del>gone</del></p>\n'],
    ['one\ntwo', '<p>one<br>\ntwo</p>\n'],
    ['one  \ntwo', '<p>one<br>\ntwo</p>\n'],
    ['`a < b`', '<p><code>a &lt; b</code></p>\n'],
    ['```ts\na < b\n\nc\n```', '<pre><code>a &lt; b\n\nc\n</code></pre>\n'],
    ['---', '<hr>\n'],
    ['> quote', '<blockquote><p>quote</p>\n</blockquote>\n'],
    ['- a\n- b', '<ul><li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n'],
    ['3. c\n4. d', '<ol start="3"><li><p>c</p>\n</li>\n<li><p>d</p>\n</li>\n</ol>\n'],
    ['- [x] done', '<ul><li><p><input type="checkbox" disabled checked> done</p>\n</li>\n</ul>\n'],
    ['- [ ] open', '<ul><li><p><input type="checkbox" disabled> open</p>\n</li>\n</ul>\n'],
    [
      '|a|b|\n|-|-|\n|1||',
      '<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>1</td><td></td></tr>\n</table>\n',
    ],
    ['&amp; &copy; \\* \\_', '<p>&amp; © * _</p>\n'],
    [
      '[text](https://a.example/?a=1&b=2)',
      `<p>${A('https://a.example/?a=1&amp;b=2', 'text')}</p>\n`,
    ],
    ['[text][ref]\n\n[Ref]: https://a.example', `<p>${A('https://a.example', 'text')}</p>\n`],
    [
      'see https://a.example now',
      `<p>see ${A('https://a.example', 'https://a.example')} now</p>\n`,
    ],
    ['<https://a.example>', `<p>${A('https://a.example', 'https://a.example')}</p>\n`],
    ['![alt](https://a.example/x.png)', `<p>${A('https://a.example/x.png', 'alt')}</p>\n`],
    ['[not a link]', '<p>[not a link]</p>\n'],
    ['', ''],
  ])('F69: %j becomes %j', (source, html) => {
    expect(markdownToHtml(source)).toBe(html)
  })

  const corpus = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java&#115;cript:alert(1))',
    '[x](<javascript:alert(1)>)',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:x)',
    '[x](//evil.example)',
    '[x](https://a.example/"onmouseover="alert(1))',
    '[x](https://a.example/&quot;onmouseover=&quot;alert(1))',
    '<javascript:alert(1)>',
    '![x](https://tracker.example/x.png)',
    '[x]: javascript:alert(1)\n\n[x]',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '`<script>`',
    '```\n</code></pre><script>alert(1)</script>\n```',
    '```"><script>alert(1)</script>\nx\n```',
    '<!-- --><script>alert(1)</script>',
    '<style>body{background:url(https://evil.example)}</style>',
    '<svg/onload=alert(1)>',
    '</title><script>alert(1)</script>',
    '<iframe src="https://evil.example">',
    '|a|\n|-|\n|<script>|',
  ]
  const TAGS = /<\/?(p|br|hr|h[1-6]|em|strong|del|code|pre|blockquote|ul|ol|li|table|tr|th|td)>/g
  const MORE = [
    /<a href="(https?:\/\/|mailto:)[^"<>\s]*" rel="noopener noreferrer nofollow">/gi,
    /<\/a>/g,
    /<input type="checkbox" disabled( checked)?>/g,
    /<ol start="\d+">/g,
  ]
  /** What is left of HTML after everything that may be in it; nothing of it may begin a tag. */
  const rest = (html: string): string =>
    MORE.reduce((left, allowed) => left.replace(allowed, ''), html.replace(TAGS, ''))

  it.each(corpus)('T11 T18 T21 F69: %j runs and fetches nothing', (source) => {
    expect(rest(markdownToHtml(source))).not.toMatch(/[<>"]/)
    const page = htmlPage({ title: source, text: '', plain: false })
    expect(page.split('<title>')[1]?.split('</title>')[0]).not.toMatch(/[<>]/)
    expect(
      htmlPage({ title: 'x', text: source, plain: true }).split('<pre>')[1]?.split('</pre>')[0],
    ).not.toMatch(/[<>]/)
  })

  it('T11 F69: nor does whatever is put together from such pieces', () => {
    const pieces = fc.constantFrom(
      ...corpus,
      '<',
      '>',
      '"',
      '\n',
      '\n\n',
      '- ',
      '> ',
      '`',
      '```\n',
      '[',
      '](',
      ')',
      '*',
      '|',
      '&#',
      ';',
      '\\',
      '    ',
      '\0',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        expect(rest(markdownToHtml(parts.join('')))).not.toMatch(/[<>"\0]/)
      }),
      { numRuns: 2_000 },
    )
  })

  it('T16 F69: what nests deeper than anybody writes is shown as it stands', () => {
    const html = markdownToHtml(`${'> '.repeat(1_000)}deep`)
    expect(html).toContain('deep')
    expect(html.split('<blockquote>').length).toBeLessThan(100)
  })
})
