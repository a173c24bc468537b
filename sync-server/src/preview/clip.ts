import { clean } from './clean.ts'

/** Part of a source, and where in the source it ends. */
export type Clip = { text: string; end: number }

const limits = { characters: 4000, lines: 100 }

/** More spaces in a row, and more marks of quotes and lists before a line, cost time and show nothing. */
const manySpaces = / {200,}/g
const fewSpaces = ' '.repeat(200)
const manyMarks =
  /^((?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))){24})(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))+/

/**
 * The beginning of a source (from `from`) that is small enough to parse: every markdown parser has
 * inputs that cost seconds (T16). Cleaned, and a run of blank lines counts as one, so that white
 * space can't push the text out of the picture.
 */
export function clip(source: string, from = 0): Clip {
  const lines: string[] = []
  let room = limits.characters
  let end = from
  while (end < source.length && lines.length < limits.lines && room > 0) {
    const stop = lineEnd(source, end)
    const cut = cutBefore(source, Math.min(stop, end + room))
    const line = withoutExcess(clean(source.slice(end, cut)))
    const blank = line.trim() === ''
    if (!blank || (lines.length > 0 && lines.at(-1) !== '')) lines.push(blank ? '' : line)
    room -= cut - end + 1
    end = cut === stop ? stop + 1 : cut
    if (blank) end = skipBlank(source, end)
  }
  return { text: lines.join('\n'), end: Math.min(end, source.length) }
}

function withoutExcess(line: string): string {
  return line.replace(manySpaces, fewSpaces).replace(manyMarks, '$1')
}

/** How many lines with something in them follow `from`; a line cut in its middle counts as one. */
export function linesAfter(source: string, from: number): number {
  let count = 0
  let blank = true
  for (let i = from; i < source.length; i++) {
    const code = source.charCodeAt(i)
    if (code === 10) blank = true
    else if (blank && code > 32) {
      blank = false
      count++
    }
  }
  return count
}

function lineEnd(source: string, from: number): number {
  const end = source.indexOf('\n', from)
  return end < 0 ? source.length : end
}

/** `at`, or one less where a pair of surrogates would be torn. */
function cutBefore(source: string, at: number): number {
  const code = source.charCodeAt(at - 1)
  return at < source.length && code >= 0xd800 && code < 0xdc00 ? at - 1 : at
}

/** The start of the first line after `from` that has something in it. */
function skipBlank(source: string, from: number): number {
  let start = from
  for (let i = from; i < source.length; i++) {
    const code = source.charCodeAt(i)
    if (code > 32) return start
    if (code === 10) start = i + 1
  }
  return source.length
}
