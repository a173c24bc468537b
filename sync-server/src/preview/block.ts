import type { SyntaxNode } from '@lezer/common'
import { GFM, parser } from '@lezer/markdown'
import { type InlineContext, normalLabel, readInline } from './inline.ts'
import type { Align, Block, CodeLine, Item, Row, Table } from './model.ts'

const markdown = parser.configure(GFM)

/** Caps (T16): lists and quotes nest this deep, tables are this large. */
const maxDepth = 6
const maxColumns = 6
const maxRows = 20

const definition = /^ {0,3}\[([^[\]]{1,200})\]:[ \t]*\S/gm

/**
 * The labels of the link definitions in a source. Looks at the whole of it, as they are usually at
 * the end, behind what a card shows.
 */
export function findReferences(source: string): ReadonlySet<string> {
  const labels = source.slice(0, 262_144).matchAll(definition)
  return new Set(Array.from(labels, (match) => normalLabel(match[1] ?? '')))
}

/**
 * A clipped and cleaned source as blocks. Never throws: a text that the parser fails on comes back
 * as one paragraph, plain.
 */
export function readBlocks(source: string, references: ReadonlySet<string>): Block[] {
  try {
    const context = { source, references }
    return children(markdown.parse(source).topNode, context, 0)
  } catch {
    return plainBlocks(source)
  }
}

/** A source without its markup understood: a paragraph that shows it as it stands. */
export function plainBlocks(source: string): Block[] {
  if (source.trim() === '') return []
  return [{ kind: 'paragraph', spans: literal(source, 0), at: 0 }]
}

function children(node: SyntaxNode, context: InlineContext, depth: number): Block[] {
  const blocks: Block[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) {
    const block = readBlock(child, context, depth)
    if (block) blocks.push(block)
  }
  return blocks
}

function readBlock(node: SyntaxNode, context: InlineContext, depth: number): Block | null {
  const at = node.from
  const heading = /^(?:ATX|Setext)Heading(\d)$/.exec(node.name)
  if (heading)
    return { kind: 'heading', level: Number(heading[1]), spans: inline(node, context), at }
  switch (node.name) {
    case 'Paragraph':
    case 'Task':
      return { kind: 'paragraph', spans: inline(node, context), at }
    case 'BulletList':
    case 'OrderedList':
      return depth < maxDepth ? readList(node, context, depth) : flat(node, context)
    case 'Blockquote':
      if (depth >= maxDepth) return flat(node, context)
      return { kind: 'quote', blocks: children(node, context, depth + 1), at }
    case 'FencedCode':
    case 'CodeBlock':
      return {
        kind: 'code',
        language: language(node, context),
        lines: codeLines(node, context),
        at,
      }
    case 'Table':
      return readTable(node, context)
    case 'HorizontalRule':
      return { kind: 'rule', at }
    case 'HTMLBlock':
    case 'ProcessingInstructionBlock':
      return { kind: 'paragraph', spans: literal(textOf(node, context), at), at }
    default:
      return null
  }
}

function inline(node: SyntaxNode, context: InlineContext) {
  return readInline(node, context)
}

function textOf(node: SyntaxNode, context: InlineContext): string {
  return context.source.slice(node.from, node.to)
}

/** What nests too deep: its text without the marks that nest it, so that nothing is hidden. */
function flat(node: SyntaxNode, context: InlineContext): Block | null {
  const text = textOf(node, context).replace(/^[ \t>]+|^(?:[ \t]*[-*+](?=[ \t]|$))+/gm, '')
  if (text.trim() === '') return null
  return { kind: 'paragraph', spans: literal(text, node.from), at: node.from }
}

function literal(text: string, at: number) {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter(Boolean).flatMap((line, index) => {
    const span = { text: line, mark: 0, at }
    return index === 0 ? [span] : [{ text: '\n', mark: 0, at }, span]
  })
}

function readList(node: SyntaxNode, context: InlineContext, depth: number): Block {
  const nodes = node.getChildren('ListItem')
  const ordered = node.name === 'OrderedList'
  const mark = node.firstChild?.getChild('ListMark')
  const first = ordered && mark ? parseInt(textOf(mark, context), 10) : 0
  const items = nodes.map((item, index) =>
    readItem(item, context, depth, ordered ? first + index : 'bullet'),
  )
  return { kind: 'list', items, loose: isLoose(nodes, context), at: node.from }
}

function isLoose(items: SyntaxNode[], context: InlineContext): boolean {
  return items.some((item, index) => {
    const next = items[index + 1]
    return next && /\n[ \t>]*\n[ \t>]*$/.test(context.source.slice(item.from, next.from))
  })
}

function readItem(
  node: SyntaxNode,
  context: InlineContext,
  depth: number,
  marker: Item['marker'],
): Item {
  const box = node.getChild('Task')?.getChild('TaskMarker')
  const ticked = box && /x/i.test(textOf(box, context)) ? 'done' : 'todo'
  const blocks = children(node, context, depth + 1)
  return { marker: box ? ticked : marker, at: node.from, blocks }
}

function language(node: SyntaxNode, context: InlineContext): string {
  const info = node.getChild('CodeInfo')
  return info
    ? (
        textOf(info, context)
          .trim()
          .split(/[\s{,]/)[0] ?? ''
      ).slice(0, 24)
    : ''
}

/** Inside quotes and lists the code is in many pieces, between the marks of what it lies in. */
function codeLines(node: SyntaxNode, context: InlineContext): CodeLine[] {
  const lines: CodeLine[] = []
  let open = false
  for (const piece of node.getChildren('CodeText')) {
    let at = piece.from
    for (const [index, text] of textOf(piece, context).split('\n').entries()) {
      const last = lines.at(-1)
      if (index === 0 && open && last) last.text += text
      else lines.push({ text, at })
      at += text.length + 1
      open = true
    }
  }
  while (lines.length > 0 && lines.at(-1)?.text.trim() === '') lines.pop()
  return lines
}

function readTable(node: SyntaxNode, context: InlineContext): Table {
  const rows = [...node.getChildren('TableHeader'), ...node.getChildren('TableRow')]
  const read = rows.slice(0, maxRows).map((row) => readRow(row, context))
  const width = Math.min(maxColumns, read[0]?.cells.length ?? 0)
  const rule = node.getChildren('TableDelimiter')[0]
  const aligns = readAligns(rule ? textOf(rule, context) : '', width)
  for (const row of read) row.cells = Array.from({ length: width }, (_, i) => row.cells[i] ?? [])
  return { kind: 'table', aligns, rows: read, at: node.from }
}

/** Empty cells have no node, so columns are counted by the bars between them. */
function readRow(node: SyntaxNode, context: InlineContext): Row {
  const cells: Row['cells'] = []
  let column = node.firstChild?.name === 'TableDelimiter' ? -1 : 0
  for (let child = node.firstChild; child && column < maxColumns; child = child.nextSibling) {
    if (child.name === 'TableDelimiter') column++
    else cells[column] = readInline(child, context)
  }
  return { cells: Array.from(cells, (cell) => cell ?? []), at: node.from }
}

function readAligns(rule: string, width: number): Align[] {
  const cells = rule.replace(/^[\s>]*\|?/, '').split('|')
  return Array.from({ length: width }, (_, i) => {
    const cell = (cells[i] ?? '').trim()
    if (!cell.endsWith(':')) return cell.startsWith(':') ? 'left' : 'start'
    return cell.startsWith(':') ? 'center' : 'right'
  })
}
