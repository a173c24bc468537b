import type { Direction } from './bidi.ts'
import type { Ink } from './ink.ts'
import { breakLines, type Line, lineInks } from './line.ts'
import { type Align, Mark, type Row, type Table } from './model.ts'
import type { Page } from './page.ts'
import type { Look } from './token.ts'

const look: Look = { size: 14, leading: 20, color: 'text', mark: 0 }
const head: Look = { ...look, color: 'strong', mark: Mark.bold }

const padding = { x: 12, y: 6 }
const radius = 8
/** A column is not squeezed below this, and a cell shows so many lines. */
const minColumn = 36
const maxLines = 4
/** Wide enough for every word of a cell on one line. */
const unbounded = 2000

/** Where the columns of a table are, in the order of reading. */
type Grid = { lefts: number[]; columns: number[]; side: Direction }

/** A table in a frame; its columns share the width by what is in them, and begin at `side`. */
export function layoutTable(
  page: Page,
  table: Table,
  left: number,
  width: number,
  side: Direction,
): void {
  const columns = fitColumns(naturalWidths(table), width)
  const total = columns.reduce((sum, column) => sum + column, 0)
  const x = side === 'rtl' ? left + width - total : left
  const grid: Grid = { lefts: leftsOf(columns, x, side), columns, side }
  const top = page.y
  const rows: Ink[] = []
  let headBottom = top
  for (const [index, row] of table.rows.entries()) {
    if (page.full) break
    if (index > 0) rows.push(hairline(x, page.y, total))
    rows.push(...layoutRow(page, row, index === 0 ? head : look, { table, grid }))
    if (index === 0) headBottom = page.y
  }
  const frame = { kind: 'box', x, y: top, width: total, radius } as const
  page.add(
    { ...frame, height: headBottom - top, color: 'panel' },
    { ...frame, y: headBottom - radius, height: radius, radius: 0, color: 'panel' },
    ...rows,
    { ...frame, height: page.y - top, color: 'line', outline: 1 },
  )
}

function layoutRow(
  page: Page,
  row: Row,
  look: Look,
  { table, grid }: { table: Table; grid: Grid },
): Ink[] {
  const { columns, lefts, side } = grid
  const cells = row.cells.map((cell, i) =>
    breakLines(cell, look, inner(columns[i]), maxLines, side),
  )
  const lines = Math.max(1, ...cells.map((cell) => cell.length))
  const top = page.row(lines * look.leading + 2 * padding.y, row.at) + padding.y
  return cells.flatMap((cell, i) =>
    cell.flatMap((line: Line, n) => {
      const [x, y] = [(lefts[i] ?? 0) + padding.x, top + n * look.leading]
      return lineInks(line, look, x, y, alignOf(table, i, side), inner(columns[i]))
    }),
  )
}

/** All cells of a column begin at one side, whatever is in them. */
function alignOf(table: Table, column: number, side: Direction): Align {
  const align = table.aligns[column] ?? 'start'
  if (align !== 'start') return align
  return side === 'rtl' ? 'right' : 'left'
}

function leftsOf(columns: readonly number[], x: number, side: Direction): number[] {
  let taken = 0
  const before = columns.map((column) => (taken += column) - column)
  if (side === 'ltr') return before.map((from) => x + from)
  return before.map((from, i) => x + taken - from - (columns[i] ?? 0))
}

function inner(column: number | undefined): number {
  return Math.max(minColumn, column ?? 0) - 2 * padding.x + 0.5
}

function hairline(x: number, y: number, width: number): Ink {
  return { kind: 'box', x, y: y - 0.5, width, height: 1, radius: 0, color: 'line' }
}

/** How wide each column would be if there were room for all. */
function naturalWidths(table: Table): number[] {
  return table.aligns.map((_, i) => {
    const widths = table.rows.map((row, index) => {
      const lines = breakLines(row.cells[i] ?? [], index === 0 ? head : look, unbounded, maxLines)
      return Math.max(0, ...lines.map((line) => line.width))
    })
    return Math.max(minColumn, ...widths) + 2 * padding.x
  })
}

/** Narrow columns get what they ask for; the wide ones share the rest evenly. */
function fitColumns(natural: number[], width: number): number[] {
  const fitted = natural.map(() => 0)
  let room = width
  let open = natural.map((_, i) => i)
  while (open.length > 0) {
    const share = room / open.length
    const narrow = open.filter((i) => (natural[i] ?? 0) <= share)
    const settled = narrow.length > 0 ? narrow : open
    for (const i of settled) {
      fitted[i] = Math.min(natural[i] ?? 0, share)
      room -= fitted[i] ?? 0
    }
    open = open.filter((i) => !settled.includes(i))
  }
  return fitted
}
