import { describe, expect, test } from 'vitest'
import { plainText, readExcerpt, taskProgress, withoutTitle } from './markdown.ts'
import { countWords } from '@sticky/shared/words'

describe('F1: plain text, for alternative text and snippets', () => {
  const plain = (source: string) => plainText(source, 1024)

  test('has no marks', () => {
    expect(plain('# Hi *there*\n\n> **Ship** `v2` ~~now~~ [soon](http://x)')).toBe(
      'Hi there\nShip v2 now soon',
    )
  })

  test('shows tasks and numbers, and what is nested in them', () => {
    expect(plain('- [x] Freeze\n- [ ] Tag\n  - [ ] Write\n\n3. a\n4. b\n\n- dot')).toBe(
      '☑ Freeze\n☐ Tag\n☐ Write\n3. a\n4. b\ndot',
    )
  })

  test('reads tables row by row, empty cells left out', () => {
    expect(plain('| a | b | c |\n|--|--|--|\n| 1 | | *3* |')).toBe('a, b, c\n1, 3')
  })

  test('keeps line breaks, and code as it stands', () => {
    expect(plain('one\ntwo  \nthree<br>four\n\n```js\na\n  b\n```')).toBe(
      'one\ntwo\nthree\nfour\na\n  b',
    )
  })

  test('code in a quote in a list is whole', () => {
    expect(plain('- > ```\n  > a\n  >   b\n  > ```')).toBe('a\n  b')
  })

  test('decodes entities and escapes', () => {
    expect(plain('&amp; &copy; &#65; &#x42; \\*a\\* &nope;')).toBe('& © A B *a* &nope;')
  })

  test('knows links by reference, and leaves other brackets alone', () => {
    expect(plain('[a][one] [Two] [three] [x] ![pic](u)\n\n[one]: http://1\n[two]: http://2')).toBe(
      'a Two [three] [x] \u{1f5bc}\ufe0f pic',
    )
  })

  test('is cut at the length asked for, and says so', () => {
    expect(plainText('one two three', 8)).toBe('one two…')
    expect(plainText('one', 3)).toBe('one')
    expect(plainText('one', 0)).toBe('')
    expect(plainText('😀😀', 2)).toBe('…')
    expect(plainText('word\n'.repeat(9000), 100_000)).toMatch(/word…$/)
  })

  test('comments and link definitions are not text', () => {
    expect(plain('a <!-- b --> c\n\n<!-- d -->\n\n[e]: http://f')).toBe('a  c')
  })
})

describe('progress of the tasks', () => {
  test('counts ticked and open tasks, nested and quoted ones too', () => {
    const source = '- [x] a\n- [X] b\n  * [ ] c\n> 1. [ ] d\n- e\n[x] f'
    expect(taskProgress(source)).toEqual({ done: 2, total: 4 })
  })

  test('tasks in fenced code are none', () => {
    expect(taskProgress('```\n- [x] a\n```\n- [ ] b')).toEqual({ done: 0, total: 1 })
    expect(taskProgress('````\n```\n- [x] a\n````\n- [x] b')).toEqual({ done: 1, total: 1 })
  })

  test('a task without text yet is one', () => {
    expect(taskProgress('- [ ] ')).toEqual({ done: 0, total: 1 })
  })
})

describe('what a card reads', () => {
  test('T16: nesting ends at six levels, and no text is lost', () => {
    const source = Array.from({ length: 9 }, (_, i) => `${'  '.repeat(i)}- level${i}`).join('\n')
    const { blocks } = readExcerpt(source)
    expect(JSON.stringify(blocks).match(/"list"/g)).toHaveLength(6)
    expect(JSON.stringify(blocks)).toContain('level8')
  })

  test('T16: tables end at six columns and twenty rows', () => {
    const row = `|${'a|'.repeat(9)}\n`
    const { blocks } = readExcerpt(`${row}|${'-|'.repeat(9)}\n${row.repeat(40)}`)
    const [table] = blocks
    expect(table?.kind === 'table' && [table.rows.length, table.aligns.length]).toEqual([20, 6])
  })

  test('lines that are left are counted over the whole document', () => {
    const excerpt = readExcerpt('line\n\n'.repeat(700))
    expect(excerpt.linesAfter(0)).toBe(700)
    expect(excerpt.linesAfter(excerpt.text.length)).toBe(650)
    expect(readExcerpt('x'.repeat(5000)).linesAfter(4000)).toBe(1)
  })

  test('a heading that repeats the title is left out', () => {
    const read = (title: string) => withoutTitle(readExcerpt('# *Hello* you\n\ntext'), title).blocks
    expect(read('Hello you')).toHaveLength(1)
    expect(read('Hello')).toHaveLength(2)
  })

  test('words are counted, signs are not', () => {
    expect(countWords('# One two\n\n- [x] three — `four` 5 * 🎉\nпять')).toBe(6)
    expect(countWords('')).toBe(0)
  })

  test('signs of Chinese and Japanese are words, and those of Thai are found', () => {
    expect(countWords('更新说明文档，then go')).toBe(8)
    expect(countWords('テスト 2')).toBe(4)
    expect(countWords('สวัสดีชาวโลก')).toBeGreaterThan(1)
    expect(countWords('설계 문서')).toBe(2)
  })
})
