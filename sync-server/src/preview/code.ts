import { highlight, type Shade } from './highlight.ts'
import { fitLine, lineInks } from './line.ts'
import { measure } from './measure.ts'
import { type Block, type CodeLine, Mark } from './model.ts'
import type { Page } from './page.ts'
import { fontOf, type Look } from './token.ts'

/** Caps (T16). */
const maxLines = 30
const maxLength = 200

const padding = { x: 12, y: 9 }
const look: Look = { size: 13, leading: 18, color: 'code', mark: Mark.mono, direction: 'ltr' }
const label: Look = { size: 11, leading: 18, color: 'muted', mark: 0 }

/** A block of code: one row a line, cut at the right edge. */
export function layoutCode(
  page: Page,
  block: Extract<Block, { kind: 'code' }>,
  x: number,
  width: number,
): void {
  const lines = block.lines.slice(0, maxLines)
  const height = Math.max(1, lines.length) * look.leading + 2 * padding.y
  page.add({ kind: 'box', x, y: page.y, width, height, radius: 8, color: 'panel' })
  page.space(padding.y)
  const inner = width - 2 * padding.x
  const taken = addLanguage(page, block.language, x + padding.x, inner)
  if (lines.length === 0) page.row(look.leading, block.at)
  const shown = highlight(lines.map(textOf), block.language)
  for (const [index, line] of lines.entries()) {
    if (page.full) return
    const room = index === 0 ? inner - taken : inner
    addLine(page, shown[index] ?? [], line.at, x + padding.x, room)
  }
  page.space(padding.y)
}

/** The name of the language at the right of the first line; answers the room it takes. */
function addLanguage(page: Page, language: string, x: number, width: number): number {
  const [line] = fitLine([{ text: language, mark: 0, at: 0 }], label, width / 3)
  if (!line) return 0
  page.add(...lineInks(line, label, x, page.y - 1, 'right', width))
  return line.width + padding.x
}

/** What may be drawn of a line: its beginning, each tab as two spaces. */
function textOf({ text }: CodeLine): string {
  return text.slice(0, maxLength).replaceAll('\t', '  ').trimEnd()
}

function addLine(page: Page, shades: readonly Shade[], at: number, x: number, width: number): void {
  const top = page.row(look.leading, at)
  const spans = cutAt(shades, width).map(({ text, mark }) => ({ text, mark, at }))
  const [line] = fitLine(spans, look, width)
  if (line) page.add(...lineInks(line, look, x, top))
}

/** The text up to the last letter that fits, as all letters are equally wide. */
function cutAt(shades: readonly Shade[], width: number): readonly Shade[] {
  const letter = measure('0', fontOf(look.mark, look.size, ''))
  const fits = Math.floor(width / letter)
  const length = shades.reduce((total, { text }) => total + text.length, 0)
  if (length <= fits) return shades
  let room = Math.max(0, fits - 1)
  const kept = shades.map(({ text, mark }) => {
    const part = text.slice(0, room)
    room -= part.length
    return { text: part, mark }
  })
  return [...kept.filter(({ text }) => text !== ''), { text: '…', mark: 0 }]
}
