import { inline } from './inline.ts'
import type { Block, List, ListItem } from './tree.ts'

const FENCE = /```(?:([\w+-]+)\n)?\n?([\s\S]+?)\n?```\n?/
const ITEM = /^(\s*)(?:[-*]|(\d{1,9})\.) (.+)/

/** Reads Discord's Markdown: docs.discord.com, "Markdown text 101". Nothing in it is markup. */
export function parseMarkdown(text: string): Block[] {
  const fence = FENCE.exec(text)
  if (!fence) return blocks(text)
  const [whole, language = '', code = ''] = fence
  const before = text.slice(0, fence.index).replace(/\n$/, '')
  const after = text.slice(fence.index + whole.length)
  return [
    ...blocks(before),
    { kind: 'fence', language, text: code },
    ...(after === '' ? [] : parseMarkdown(after)),
  ]
}

function blocks(text: string): Block[] {
  const lines = text === '' ? [] : text.split('\n')
  const found: Block[] = []
  while (lines.length > 0) found.push(next(lines))
  return found
}

/** Takes the lines of one block off the front. */
function next(lines: string[]): Block {
  const [line = ''] = lines
  if (line.startsWith('>>> ')) {
    const text = lines.splice(0).join('\n').slice(4)
    return { kind: 'quote', blocks: blocks(text) }
  }
  if (isQuote(line)) {
    const quoted = takeWhile(lines, isQuote).map((one) => one.slice(2))
    return { kind: 'quote', blocks: blocks(quoted.join('\n')) }
  }
  if (ITEM.test(line)) return list(takeWhile(lines, (one) => ITEM.test(one)))
  const single = heading(line)
  if (single) {
    lines.shift()
    return single
  }
  const paragraph = takeWhile(lines, isPlain)
  return { kind: 'paragraph', inner: inline(paragraph.join('\n')) }
}

function heading(line: string): Block | undefined {
  const [, marks, title = ''] = /^(#{1,3}) +(.+)/.exec(line) ?? []
  if (marks) return { kind: 'heading', level: marks.length as 1 | 2 | 3, inner: inline(title) }
  const [, small] = /^-# +(.+)/.exec(line) ?? []
  return small === undefined ? undefined : { kind: 'small', inner: inline(small) }
}

function list(lines: string[]): List {
  const [, first = '', number] = ITEM.exec(lines[0] ?? '') ?? []
  const items: ListItem[] = []
  while (lines.length > 0) {
    const [, indent = '', , text = ''] = ITEM.exec(lines[0] ?? '') ?? []
    const last = items.at(-1)
    if (last && indent.length > first.length) {
      last.lists.push(list(takeWhile(lines, (one) => depth(one) > first.length)))
    } else {
      lines.shift()
      items.push({ inner: inline(text), lists: [] })
    }
  }
  return { kind: 'list', from: number === undefined ? null : Number(number), items }
}

function depth(line: string): number {
  return /^\s*/.exec(line)?.[0].length ?? 0
}

function isQuote(line: string): boolean {
  return line.startsWith('> ')
}

function isPlain(line: string): boolean {
  return !isQuote(line) && !line.startsWith('>>> ') && !ITEM.test(line) && !heading(line)
}

/** Takes lines off the front as long as they fit. */
function takeWhile(lines: string[], fits: (line: string) => boolean): string[] {
  const end = lines.findIndex((line) => !fits(line))
  return lines.splice(0, end === -1 ? lines.length : end)
}
