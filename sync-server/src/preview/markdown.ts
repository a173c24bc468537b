import { findReferences, plainBlocks, readBlocks } from './block.ts'
import { clip, linesAfter } from './clip.ts'
import type { Block, Item, Span } from './model.ts'
import { countWords } from '@sticky/shared/words'

/** The part of a document that a card may show. */
export type Excerpt = {
  text: string
  blocks: Block[]
  /** How many lines of the document with something in them follow an offset in `text`. */
  linesAfter: (at: number) => number
}

/** Source that is read at most for a plain text: three times what a card reads. */
const plainParts = 3

const taskOrFence =
  /^(?:[ \t]*>)*[ \t]*(?:(`{3,}|~{3,})|(?:[-*+]|\d{1,9}[.)])[ \t]+\[([ xX])\][ \t])/gm

/** Clips, cleans and reads a source of any size. Never throws (T16). */
export function readExcerpt(source: string): Excerpt {
  const references = findReferences(source)
  return excerptOf(source, (text) => readBlocks(text, references))
}

/** The same without understanding the markup: what is drawn when drawing the other one failed. */
export function readPlainExcerpt(source: string): Excerpt {
  return excerptOf(source, plainBlocks)
}

/** Leaves out a heading that only repeats the title above it. */
export function withoutTitle(excerpt: Excerpt, title: string): Excerpt {
  const [first, ...rest] = excerpt.blocks
  const repeats = first?.kind === 'heading' && spansText(first.spans).trim() === title.trim()
  return repeats ? { ...excerpt, blocks: rest } : excerpt
}

/** What a card says about the whole of a document: one pass each over the source. */
export function factsOf(source: string): { words: number; tasks: ReturnType<typeof taskProgress> } {
  return { words: countWords(source), tasks: taskProgress(source) }
}

/**
 * Readable text of a document without its markup, at most `maxLength` UTF-16 units (then it ends
 * with "…"): for alternative text and search snippets. Tasks read "☐ …" and "☑ …". Reads the first
 * 12,000 characters of the source at most, so its cost is bounded. Never throws.
 */
export function plainText(source: string, maxLength: number): string {
  const references = findReferences(source)
  let text = ''
  let from = 0
  for (let part = 0; part < plainParts && from < source.length; part++) {
    if (text.length > maxLength) break
    const piece = clip(source, from)
    text = joined([text, blocksText(readBlocks(piece.text, references))])
    from = piece.end
  }
  return shorten(text, maxLength, linesAfter(source, from) > 0)
}

/**
 * How many tasks of the document are ticked, those that are still without text included. One pass
 * over the whole source; what is in fenced code doesn't count.
 */
export function taskProgress(source: string): { done: number; total: number } {
  const progress = { done: 0, total: 0 }
  let fence: string | null = null
  for (const [, mark, tick] of source.matchAll(taskOrFence)) {
    if (mark !== undefined) {
      if (fence === null) fence = mark
      else if (mark.startsWith(fence)) fence = null
    } else if (fence === null) {
      progress.total++
      if (tick !== ' ') progress.done++
    }
  }
  return progress
}

function excerptOf(source: string, read: (text: string) => Block[]): Excerpt {
  const { text, end } = clip(source)
  const torn = end > 0 && end < source.length && source[end - 1] !== '\n'
  const behind = linesAfter(source, end) - (torn ? 1 : 0)
  const after = (at: number) => {
    const lines = linesAfter(text, at) + behind
    return lines === 0 && torn ? 1 : lines
  }
  return { text, blocks: read(text), linesAfter: after }
}

function shorten(text: string, maxLength: number, more: boolean): string {
  if (text.length <= maxLength && !more) return text
  if (text.length < maxLength) return `${text}…`
  const cut = text.slice(0, Math.max(0, maxLength - 1)).replace(/[\ud800-\udbff]$/, '')
  return maxLength > 0 ? `${cut.trimEnd()}…` : ''
}

function joined(parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n')
}

function blocksText(blocks: Block[]): string {
  return joined(blocks.map(blockText))
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return spansText(block.spans)
    case 'list':
      return joined(block.items.map(itemText))
    case 'quote':
      return blocksText(block.blocks)
    case 'code':
      return block.lines.map((line) => line.text).join('\n')
    case 'table':
      return joined(block.rows.map((row) => row.cells.map(spansText).filter(Boolean).join(', ')))
    default:
      return ''
  }
}

function itemText(item: Item): string {
  const text = blocksText(item.blocks)
  if (typeof item.marker === 'number') return `${item.marker}. ${text}`
  if (item.marker === 'bullet') return text
  return `${item.marker === 'done' ? '☑' : '☐'} ${text}`
}

function spansText(spans: Span[]): string {
  return spans.map((span) => span.text).join('')
}
