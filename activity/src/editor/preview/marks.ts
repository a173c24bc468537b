import { syntaxTree } from '@codemirror/language'
import type { EditorState, Line, Range } from '@codemirror/state'
import { Decoration } from '@codemirror/view'
import type { DecorationSet } from '@codemirror/view'
import { isOpenable } from '../address.ts'
import type { SyntaxNode } from '../syntax.ts'
import { Checkbox } from './checkbox.ts'

/** Whether the person is at this part of the text: what they are at is shown as it is written. */
export type Touched = (from: number, to: number) => boolean
type Span = { readonly from: number; readonly to: number }

/** The look of markdown in `spans`: marks hidden where nobody is, boxes for tasks, classes for lines. */
export const marks = (
  state: EditorState,
  spans: readonly Span[],
  touched: Touched,
): DecorationSet => {
  const sheets = spans.map((span) => {
    const sheet = new Sheet(state, span, touched)
    syntaxTree(state).iterate({ ...span, enter: (node) => DRAWN[node.name]?.(sheet, node.node) })
    return sheet.found
  })
  return Decoration.set(sheets.flat(), true)
}

const hidden = Decoration.replace({})
const bullet = Decoration.mark({ class: 'md-head md-bullet' })
const number = Decoration.mark({ class: 'md-head' })
const done = Decoration.mark({ class: 'md-done' })
const bare = Decoration.mark({ class: 'md-link' })
const invisible = Decoration.mark({ class: 'md-invisible' })

/** Where what is drawn gathers. */
class Sheet {
  readonly state: EditorState
  readonly touched: Touched
  readonly found: Range<Decoration>[] = []
  readonly #span: Span

  constructor(state: EditorState, span: Span, touched: Touched) {
    this.state = state
    this.touched = touched
    this.#span = span
  }

  add(decoration: Decoration, { from, to }: Span): void {
    if (from < to) this.found.push(decoration.range(from, to))
  }

  hide(span: Span): void {
    this.add(hidden, span)
  }

  /** With the blanks behind it. */
  hideWithBlanks(span: Span): void {
    this.hide({ from: span.from, to: this.behind(span) })
  }

  /** The end of it and of the blanks that follow. */
  behind({ from, to }: Span): number {
    const line = this.lineAt(from)
    return to + (/^[ \t]*/.exec(line.text.slice(to - line.from))?.[0].length ?? 0)
  }

  /** Every line of the block that can be seen gets the class. */
  lines(block: Span, name: string): void {
    const until = Math.min(block.to, this.#span.to)
    let line = this.lineAt(Math.max(block.from, this.#span.from))
    for (;;) {
      this.found.push(Decoration.line({ class: name }).range(line.from))
      if (line.to >= until) return
      line = this.lineAt(line.to + 1)
    }
  }

  lineAt(at: number): Line {
    return this.state.doc.lineAt(at)
  }

  touchesLine(at: number): boolean {
    const { from, to } = this.lineAt(at)
    return this.touched(from, to)
  }

  text({ from, to }: Span): string {
    return this.state.sliceDoc(from, to)
  }
}

type Drawing = (sheet: Sheet, node: SyntaxNode) => void

const heading =
  (level: number): Drawing =>
  (sheet, node) =>
    sheet.lines(node, `md-line-heading md-line-heading-${level}`)

const block =
  (name: string): Drawing =>
  (sheet, node) =>
    sheet.lines(node, name)

/** `# ` and the closing `#`; the line below an underlined heading stays. */
const headerMark: Drawing = (sheet, node) => {
  const { parent } = node
  if (parent === null || !parent.name.startsWith('ATX') || sheet.touchesLine(node.from)) return
  if (/^[#\s]*$/.test(sheet.text(parent))) return
  if (node.from === parent.from) return sheet.hideWithBlanks(node)
  const before = /\s*$/.exec(sheet.text({ from: parent.from, to: node.from }))?.[0].length ?? 0
  sheet.hide({ from: node.from - before, to: node.to })
}

/** Marks at both ends of what they are around. */
const enclosing: Drawing = (sheet, node) => {
  const { parent } = node
  if (parent !== null && !sheet.touched(parent.from, parent.to)) sheet.hide(node)
}

const quoteMark: Drawing = (sheet, node) => {
  if (!sheet.touchesLine(node.from)) sheet.hideWithBlanks(node)
}

/** Only an address that can be opened may be out of sight (T11). */
const link: Drawing = (sheet, node) => {
  const [open, close] = node.getChildren('LinkMark')
  const url = node.getChild('URL')
  if (url === null || open === undefined || close === undefined) return
  if (!isOpenable(sheet.text(url)) || open.to === close.from) return
  if (sheet.touched(node.from, node.to)) return
  sheet.hide(open)
  sheet.hide({ from: close.from, to: node.to })
}

const listMark: Drawing = (sheet, node) => {
  const item = node.parent
  if (item === null || !item.name.startsWith('ListItem')) return
  sheet.lines(node, `md-item md-item-${depthOf(item)}`)
  indentation(sheet, node)
  if (isBullet(item) && item.getChild('Task') !== null) return
  sheet.add(isBullet(item) ? bullet : number, { from: node.from, to: sheet.behind(node) })
}

const isBullet = (item: SyntaxNode): boolean => item.parent?.name === 'BulletList'

const DEEPEST = 6

/** How many lists it is in. */
const depthOf = (item: SyntaxNode): number => {
  let depth = 0
  for (let node: SyntaxNode | null = item; node !== null; node = node.parent)
    if (node.name === 'ListItem') depth += 1
  return Math.min(depth, DEEPEST)
}

/** The class of the line says how deep it is; the blanks in front say it only to who is at them. */
const indentation = (sheet: Sheet, { from }: SyntaxNode): void => {
  const line = sheet.lineAt(from)
  const blanks = /^[ \t]*/.exec(line.text)?.[0].length ?? 0
  const span = { from: line.from, to: line.from + blanks }
  if (span.to === from && !sheet.touched(span.from, span.to)) sheet.hide(span)
}

const task: Drawing = (sheet, node) => {
  const marker = node.getChild('TaskMarker')
  const item = node.parent
  const mark = item?.getChild('ListMark') ?? null
  if (marker === null || item === null || mark === null) return
  const isDone = sheet.text(marker) !== '[ ]'
  const words = { from: sheet.behind(marker), to: Math.min(node.to, sheet.lineAt(marker.to).to) }
  if (isDone) sheet.add(done, words)
  const start = isBullet(item) ? mark.from : marker.from
  if (sheet.touched(start, marker.to)) return
  sheet.hide({ from: start, to: marker.from })
  const box = new Checkbox(isDone, taskLabel(sheet.text(words)), sheet.state.readOnly)
  sheet.add(Decoration.replace({ widget: box }), marker)
}

const taskLabel = (text: string): string => {
  const words = text.replaceAll(/[*_~`]/g, '').trim()
  return words === '' ? 'Task' : words.slice(0, 120)
}

/** An address that stands for itself is a link like any other. */
const address: Drawing = (sheet, node) => {
  const inLink = node.parent?.name === 'Link' || node.parent?.name === 'Image'
  if (!inLink && isOpenable(sheet.text(node))) sheet.add(bare, node)
}

const rule: Drawing = (sheet, node) => {
  if (sheet.touchesLine(node.from)) return
  sheet.lines(node, 'md-rule')
  sheet.add(invisible, node)
}

const escape: Drawing = (sheet, { from, to }) => {
  if (!sheet.touched(from, to)) sheet.hide({ from, to: from + 1 })
}

const DRAWN: { readonly [node: string]: Drawing | undefined } = {
  ATXHeading1: heading(1),
  ATXHeading2: heading(2),
  ATXHeading3: heading(3),
  ATXHeading4: heading(4),
  ATXHeading5: heading(4),
  ATXHeading6: heading(4),
  SetextHeading1: heading(1),
  SetextHeading2: heading(2),
  Blockquote: block('md-line-quote'),
  FencedCode: block('md-line-code'),
  CodeBlock: block('md-line-code'),
  Table: block('md-line-table'),
  HeaderMark: headerMark,
  EmphasisMark: enclosing,
  StrikethroughMark: enclosing,
  CodeMark: enclosing,
  QuoteMark: quoteMark,
  Link: link,
  Image: link,
  Autolink: (sheet, node) => {
    if (sheet.touched(node.from, node.to)) return
    for (const mark of node.getChildren('LinkMark')) sheet.hide(mark)
  },
  ListMark: listMark,
  Task: task,
  URL: address,
  HorizontalRule: rule,
  Escape: escape,
}
