/** The small document model between the parser and the layout; nothing here knows of Lezer or Skia. */

/**
 * How a stretch of text is marked; a span holds the sum of its marks. `code` is code within a text
 * (in a small box), `mono` the text of a code block; in both spaces count. From `keyword` to `removed`: what a word is
 * within a code block.
 */
export const Mark = {
  bold: 1,
  italic: 2,
  strike: 4,
  code: 8,
  link: 16,
  muted: 32,
  mono: 64,
  keyword: 128,
  string: 256,
  number: 512,
  comment: 1024,
  name: 2048,
  added: 4096,
  removed: 8192,
  verbatim: 8 | 64,
} as const

/**
 * A stretch of text with the same marks, or `'\n'` for a line break. The text is already decoded
 * and cleaned; `at` is where it begins in the source that was parsed.
 */
export type Span = { text: string; mark: number; at: number }

export type CodeLine = { text: string; at: number }

/** `start`: where the text begins, left or right by its direction. */
export type Align = 'start' | 'left' | 'center' | 'right'

export type Item = { marker: 'bullet' | 'todo' | 'done' | number; at: number; blocks: Block[] }

export type Block =
  | { kind: 'heading'; level: number; spans: Span[]; at: number }
  | { kind: 'paragraph'; spans: Span[]; at: number }
  | { kind: 'list'; items: Item[]; loose: boolean; at: number }
  | { kind: 'quote'; blocks: Block[]; at: number }
  | { kind: 'code'; language: string; lines: CodeLine[]; at: number }
  | Table
  | { kind: 'rule'; at: number }

/** Rows hold one list of spans for each column; the first row is the head. */
export type Table = { kind: 'table'; aligns: Align[]; rows: Row[]; at: number }

export type Row = { cells: Span[][]; at: number }
