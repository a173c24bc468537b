/** More than these is no table that anybody reads. */
const MOST_COLUMNS = 64
const MOST_CELLS = 20_000
/** Columns are aligned where the whole table is no wider, in characters. */
const ALIGNED = 100

/** Rows as a markdown table, the first one its head; null where they make none. */
export const tableOf = (rows: readonly (readonly string[])[]): string | null => {
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0)
  if (columns < 2 || columns > MOST_COLUMNS || rows.length * columns > MOST_CELLS) return null
  const cells = rows.map((row) => Array.from({ length: columns }, (_, i) => cellOf(row[i] ?? '')))
  const widths = widthsOf(cells, columns)
  const [head = [], ...body] = cells
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [
    line(head),
    line(widths.map((width) => '-'.repeat(Math.max(3, width)))),
    ...body.map(line),
  ].join('\n')
}

const widthsOf = (cells: readonly string[][], columns: number): number[] => {
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.max(3, ...cells.map((row) => row[i]?.length ?? 0)),
  )
  const total = widths.reduce((sum, width) => sum + width + 3, 1)
  return total > ALIGNED ? widths.map(() => 0) : widths
}

const cellOf = (text: string): string =>
  text
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?<!\\)\|/g, '\\|')

/** What spreadsheets put on the clipboard as text; null where it is text with a tab in it. */
export const rowsOfTabs = (text: string): string[][] | null => {
  if (!text.includes('\t')) return null
  const rows = parsed(text.replaceAll(/\r\n?/g, '\n').replace(/\n+$/, ''))
  const columns = rows[0]?.length ?? 0
  const isTable = rows.length > 1 && columns > 1 && rows.every((row) => row.length === columns)
  // what is only indented has nothing in front of its tabs
  const isIndented = rows.every(([first]) => first === '')
  return isTable && !isIndented ? rows : null
}

/** Cells that hold line ends or tabs are quoted, with quotes doubled. */
const parsed = (text: string): string[][] => {
  const rows: string[][] = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\n]*))([\t\n]|$)/y
  for (;;) {
    const found = cell.exec(text)
    if (found === null) return []
    const [, quoted, plain = '', end] = found
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '') return rows
    if (end === '\n') rows.push([])
  }
}
