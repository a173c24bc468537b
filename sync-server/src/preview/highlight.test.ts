import { describe, expect, test } from 'vitest'
import { highlight } from './highlight.ts'
import { Mark } from './model.ts'

/** The stretches of a code that are of a kind. */
const of = (mark: number, language: string, code: string): string[] =>
  highlight(code.split('\n'), language)
    .flat()
    .flatMap((shade) => (shade.mark === mark ? shade.text : []))

describe('F1: code has colours', () => {
  test.each([
    ['ts', 'export const a = 1', ['export', 'const']],
    ['JS', 'if (a) return', ['if', 'return']],
    ['python', 'def f(): pass', ['def', 'pass']],
    ['bash', 'if true; then', ['if', 'then']],
    ['sql', 'select a FROM b', ['select', 'FROM']],
    ['rust', "fn f<'a>() -> &'a str", ['fn', 'str']],
    ['go', 'func main() { defer x() }', ['func', 'defer']],
    ['c', 'static int a;', ['static', 'int']],
    ['java', 'public class A {}', ['public', 'class']],
    ['json', '{"a": true}', ['true']],
    ['yaml', 'a: true', ['true']],
    ['css', '@media print {}', ['@media']],
    ['dockerfile', 'FROM node AS build', ['FROM', 'AS']],
  ])('keywords of %s', (language, code, keywords) => {
    expect(of(Mark.keyword, language, code)).toEqual(keywords)
  })

  test.each([
    ['ts', 'a() // b', '// b'],
    ['python', 'a # b', '# b'],
    ['bash', 'echo a#b # c', '# c'],
    ['sql', 'a -- b', '-- b'],
    ['html', '<a> <!-- b -->', '<!-- b -->'],
    ['css', 'a {} /* b */', '/* b */'],
    ['yaml', 'a: b # c', '# c'],
  ])('comments of %s', (language, code, comment) => {
    expect(of(Mark.comment, language, code)).toEqual([comment])
  })

  test('what goes on over lines goes on', () => {
    expect(of(Mark.comment, 'ts', 'a /* b\n c */ d')).toEqual(['/* b', ' c */'])
    expect(of(Mark.string, 'py', 'a = """b\nc"""')).toEqual(['"""b', 'c"""'])
    expect(of(Mark.string, 'js', '`a\nb`')).toEqual(['`a', 'b`'])
  })

  test('a string ends with its line, or its quote', () => {
    expect(of(Mark.string, 'ts', '"a\\"b" + \'c\nd')).toEqual(['"a\\"b"', "'c"])
  })

  test('a lifetime is no string', () => {
    expect(of(Mark.string, 'rust', "let a: &'a str = 'x'")).toEqual(["'x'"])
  })

  test('keys, tags and what is called have names', () => {
    expect(of(Mark.name, 'json', '{"a": "b"}')).toEqual(['"a"'])
    expect(of(Mark.name, 'yaml', '- a: b\n  c: d')).toEqual(['a', 'c'])
    expect(of(Mark.name, 'html', '<p class="b">c</p>')).toEqual(['<p', '>', '</p', '>'])
    expect(of(Mark.name, 'ts', 'go(new Map())')).toEqual(['go', 'Map'])
    expect(of(Mark.name, 'css', 'p { color: red }')).toEqual(['color'])
    expect(of(Mark.name, 'sh', 'npm ci | tee a')).toEqual(['npm', 'tee'])
  })

  test('a diff shows what came and went', () => {
    const code = '--- a\n+++ b\n@@ 1 @@\n-old\n+new\n same'
    expect(of(Mark.added, 'diff', code)).toEqual(['+new'])
    expect(of(Mark.removed, 'diff', code)).toEqual(['-old'])
  })

  test('a language nobody knows is plain, and so is none', () => {
    for (const name of ['', 'klingon', 'constructor', '__proto__']) {
      expect(highlight(['if a'], name)).toEqual([[{ text: 'if a', mark: 0 }]])
    }
  })

  test(
    'T16: no letter is lost or looked at too often, whatever the code',
    { timeout: 20_000 },
    () => {
      const pieces = [
        '"',
        "'",
        '`',
        '\\',
        '/*',
        '<!--',
        '#',
        '$',
        '${',
        '(',
        '=',
        '1_',
        'a',
        ' ',
        '\t',
        '"""',
        '-',
      ]
      const languages = 'ts java c go rust php py rb sh sql css html json yaml docker diff'.split(
        ' ',
      )
      for (const language of languages) {
        for (const piece of pieces) {
          for (const code of [piece.repeat(6000 / piece.length), `${piece}a `.repeat(1500)]) {
            const lines = [code, '', code.slice(0, 99)]
            const texts = highlight(lines, language).map((line) =>
              line.map(({ text }) => text).join(''),
            )
            expect(texts).toEqual(lines)
          }
        }
      }
    },
  )
})
