import type { Direction } from './bidi.ts'
import { layoutCode } from './code.ts'
import { directionOfBlocks } from './direction.ts'
import { baselineOf, breakLines, lineInks } from './line.ts'
import { measure } from './measure.ts'
import { type Block, type Item, Mark, type Span } from './model.ts'
import type { Page } from './page.ts'
import { layoutTable } from './table.ts'
import { fontOf, type Look } from './token.ts'

/**
 * Where blocks go and how their text looks. `side`: where all of them begin, as marks of a list or a quote stand there;
 * without one each begins where its text does.
 */
type Frame = { x: number; width: number; look: Look; tight: boolean; side?: Direction }

const body: Look = { size: 16, leading: 22, color: 'text', mark: 0 }

const headings: readonly Look[] = [
  { size: 19, leading: 25, color: 'strong', mark: Mark.bold },
  { size: 17, leading: 23, color: 'strong', mark: Mark.bold },
  { size: 16, leading: 22, color: 'strong', mark: Mark.bold },
  { size: 15, leading: 21, color: 'muted', mark: Mark.bold },
]

const indent = 26
const boxSize = 16
const gap = { block: 10, heading: 16, afterHeading: 6, tight: 4, item: 3, looseItem: 9 }

/** Lays out a document's blocks in a column `width` wide, until the page is full. */
export function layoutBody(page: Page, blocks: readonly Block[], width: number): void {
  layoutBlocks(page, blocks, { x: 0, width, look: body, tight: false })
}

function layoutBlocks(page: Page, blocks: readonly Block[], frame: Frame): void {
  for (const [index, block] of blocks.entries()) {
    if (page.full) return
    const before = blocks[index - 1]
    if (before) page.space(gapBetween(before, block, frame.tight))
    layoutBlock(page, block, frame)
  }
}

function gapBetween(before: Block, block: Block, tight: boolean): number {
  if (before.kind === 'heading') return block.kind === 'heading' ? gap.block : gap.afterHeading
  if (block.kind === 'heading') return gap.heading
  return tight ? gap.tight : gap.block
}

function layoutBlock(page: Page, block: Block, frame: Frame): void {
  switch (block.kind) {
    case 'heading':
      return layoutText(page, block.spans, { ...frame, look: headingLook(block.level, frame.look) })
    case 'paragraph':
      return layoutText(page, block.spans, frame)
    case 'list':
      return layoutList(page, block, frame)
    case 'quote':
      return layoutQuote(page, block.blocks, frame)
    case 'code':
      return layoutCode(page, block, frame.x, frame.width)
    case 'table':
      return layoutTable(page, block, frame.x, frame.width, sideOf(frame, [block]))
    case 'rule':
      return layoutRule(page, block.at, frame)
  }
}

function headingLook(level: number, look: Look): Look {
  const heading = headings[Math.min(level, headings.length) - 1] ?? look
  return { ...heading, color: look.color === 'muted' ? 'muted' : heading.color }
}

function layoutText(page: Page, spans: readonly Span[], frame: Frame): void {
  const { look, x, width, side } = frame
  const align = side === undefined ? 'start' : side === 'rtl' ? 'right' : 'left'
  const room = Math.ceil((page.height - page.y) / look.leading) + 2
  for (const line of breakLines(spans, look, width, Math.max(1, room), side)) {
    if (page.full) return
    page.add(...lineInks(line, look, x, page.row(look.leading, line.at), align, width))
  }
}

/** The side where these blocks begin: that of what they lie in, or else that of their text. */
function sideOf(frame: Frame, blocks: readonly Block[]): Direction {
  return frame.side ?? directionOfBlocks(blocks) ?? 'ltr'
}

/** Where something `width` wide lies that begins `from` the side of its frame. */
function placed(frame: Frame, from: number, width: number): number {
  return frame.side === 'rtl' ? frame.x + frame.width - from - width : frame.x + from
}

/** The frame without the first `room` of it. */
function indented(frame: Frame, room: number): Frame {
  const x = frame.side === 'rtl' ? frame.x : frame.x + room
  return { ...frame, x, width: Math.max(40, frame.width - room) }
}

function layoutList(page: Page, list: Extract<Block, { kind: 'list' }>, outer: Frame): void {
  const { items, loose } = list
  const frame: Frame = { ...outer, tight: !loose, side: sideOf(outer, [list]) }
  const room = Math.max(indent, numberRoom(items, frame.look))
  for (const [index, item] of items.entries()) {
    if (page.full) return
    if (index > 0) page.space(loose ? gap.looseItem : gap.item)
    layoutItem(page, item, frame, room)
  }
}

/** Long numbers need a wider indent than the usual one. */
function numberRoom(items: readonly Item[], look: Look): number {
  const last = items.at(-1)
  if (typeof last?.marker !== 'number') return 0
  return measure(`${last.marker}.`, fontOf(look.mark, look.size, '')) + 8
}

function layoutItem(page: Page, item: Item, frame: Frame, room: number): void {
  const top = page.y
  addMarker(page, item, frame, room)
  const inner = indented(frame, room)
  const [first, ...rest] = item.blocks
  if (item.marker === 'done' && first?.kind === 'paragraph') {
    const look: Look = { ...frame.look, mark: frame.look.mark | Mark.strike | Mark.muted }
    layoutBlock(page, first, { ...inner, look })
    if (rest[0]) page.space(gapBetween(first, rest[0], frame.tight))
    layoutBlocks(page, rest, inner)
  } else layoutBlocks(page, item.blocks, inner)
  if (page.y === top) page.row(frame.look.leading, item.at)
}

/** The sign before an item, beside the first line of its text. */
function addMarker(page: Page, { marker }: Item, frame: Frame, room: number): void {
  const { look, side } = frame
  const middle = page.y + look.leading / 2
  if (typeof marker === 'number') {
    const font = fontOf(look.mark, look.size, '')
    const text = `${marker}.`
    const width = measure(text, font)
    const x = placed(frame, room - 8 - width, width)
    const baseline = baselineOf(look, page.y)
    page.add({ kind: 'text', x, baseline, text, font, color: 'muted', rtl: side === 'rtl' })
  } else if (marker === 'bullet') {
    const dot = { x: placed(frame, 7, 6), y: middle - 3, width: 6, height: 6, radius: 3 }
    page.add({ kind: 'box', ...dot, color: 'muted' })
  } else addCheckbox(page, placed(frame, 1, boxSize), middle - boxSize / 2, marker === 'done')
}

function addCheckbox(page: Page, x: number, y: number, done: boolean): void {
  const box = { kind: 'box', x, y, width: boxSize, height: boxSize, radius: 4.5 } as const
  if (!done) return page.add({ ...box, color: 'bar', outline: 1.75 })
  page.add({ ...box, color: 'done' }, { kind: 'tick', x, y, size: boxSize, color: 'tick' })
}

function layoutQuote(page: Page, blocks: readonly Block[], outer: Frame): void {
  const top = page.y
  const frame: Frame = { ...outer, side: sideOf(outer, blocks) }
  const look: Look = { ...frame.look, color: 'muted' }
  layoutBlocks(page, blocks, { ...indented(frame, 16), look })
  const bar = { x: placed(frame, 0, 4), y: top, width: 4, height: page.y - top, radius: 2 }
  page.add({ kind: 'box', ...bar, color: 'bar' })
}

function layoutRule(page: Page, at: number, { x, width }: Frame): void {
  const top = page.row(10, at)
  page.add({ kind: 'box', x, y: top + 4.5, width, height: 1, radius: 0, color: 'line' })
}
