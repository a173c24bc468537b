import type { SyntaxNode } from '@lezer/common'
import { decodeEntity } from './entity.ts'
import { Mark, type Span } from './model.ts'

/** Deeper emphasis than this shows its marks instead of nesting further (T16). */
const maxDepth = 24

const hidden = new Set([
  'EmphasisMark',
  'StrikethroughMark',
  'CodeMark',
  'HeaderMark',
  'QuoteMark',
  'TaskMarker',
  'Comment',
])

const marks: Readonly<Record<string, number>> = {
  Emphasis: Mark.italic,
  StrongEmphasis: Mark.bold,
  Strikethrough: Mark.strike,
  Autolink: Mark.link,
  URL: Mark.link,
}

/** What reading inline text needs to know of the document around it. */
export type InlineContext = { source: string; references: ReadonlySet<string> }

/** A reference's label as it is compared: case and white space don't matter. */
export function normalLabel(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase()
}

/** The spans of a node that holds inline text (paragraph, heading, table cell, task). */
export function readInline(node: SyntaxNode, context: InlineContext): Span[] {
  const reader = new InlineReader(context)
  reader.children(node, node.from, node.to, 0, 0)
  return reader.spans()
}

class InlineReader {
  readonly #source: string
  readonly #references: ReadonlySet<string>
  readonly #spans: Span[] = []

  constructor(context: InlineContext) {
    this.#source = context.source
    this.#references = context.references
  }

  spans(): Span[] {
    this.#trimEnd()
    while (this.#spans.at(-1)?.text === '\n') this.#spans.pop()
    return this.#spans
  }

  /** Reads what lies between `from` and `to` in `node`: its children and the text between them. */
  children(node: SyntaxNode, from: number, to: number, mark: number, depth: number): void {
    let at = from
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.from < from) continue
      if (child.to > to) break
      this.#text(this.#source.slice(at, child.from), mark, at)
      this.#node(child, mark, depth)
      at = child.to
    }
    this.#text(this.#source.slice(at, to), mark, at)
  }

  #node(node: SyntaxNode, mark: number, depth: number): void {
    if (hidden.has(node.name)) return
    if (depth > maxDepth) return this.#literal(node, mark)
    switch (node.name) {
      case 'Link':
      case 'Image':
        return this.#link(node, mark, depth)
      case 'InlineCode':
        return this.#code(node, mark)
      case 'Entity':
        return this.#push(decodeEntity(this.#textOf(node)), mark, node.from)
      case 'Escape':
        return this.#push(this.#source.slice(node.from + 1, node.to), mark, node.from)
      case 'HardBreak':
        return this.#break(node.from)
      case 'HTMLTag':
        return this.#tag(node, mark)
      case 'LinkMark':
        return node.parent?.name === 'Autolink' ? undefined : this.#literal(node, mark)
      default:
        this.children(node, node.from, node.to, mark | (marks[node.name] ?? 0), depth + 1)
    }
  }

  #tag(node: SyntaxNode, mark: number): void {
    if (/^<br\s*\/?>$/i.test(this.#textOf(node))) this.#break(node.from)
    else this.#literal(node, mark)
  }

  #code(node: SyntaxNode, mark: number): void {
    const ticks = node.firstChild
    const from = ticks?.to ?? node.from
    const text = this.#source.slice(from, node.lastChild?.from ?? node.to).replace(/\s*\n\s*/g, ' ')
    const padded = /^ .*[^ ].* $/.test(text)
    this.#push(padded ? text.slice(1, -1) : text, mark | Mark.code, from)
  }

  /** A link or picture whose target is known; anything else in brackets is drawn as it stands. */
  #link(node: SyntaxNode, mark: number, depth: number): void {
    const [open, close] = node.getChildren('LinkMark')
    if (!open || !close || !this.#hasTarget(node, open.to, close.from)) {
      return this.children(node, node.from, node.to, mark, depth + 1)
    }
    const style = mark | Mark.link
    if (node.name === 'Image') this.#push('\u{1f5bc}\ufe0f ', style, node.from)
    const url = node.getChild('URL')
    const nameless = this.#source.slice(open.to, close.from).trim() === ''
    if (url && nameless) this.#literal(url, style)
    else this.children(node, open.to, close.from, style, depth + 1)
  }

  #hasTarget(node: SyntaxNode, from: number, to: number): boolean {
    if (node.getChild('URL')) return true
    const label = node.getChild('LinkLabel')
    const named = label && label.to - label.from > 2
    const text = named ? this.#textOf(label).slice(1, -1) : this.#source.slice(from, to)
    return this.#references.has(normalLabel(text))
  }

  #literal(node: SyntaxNode, mark: number): void {
    this.#text(this.#textOf(node), mark, node.from)
  }

  #textOf(node: SyntaxNode): string {
    return this.#source.slice(node.from, node.to)
  }

  /** Source text: every line break in it breaks the line, as it does in the editor and in chat. */
  #text(text: string, mark: number, at: number): void {
    let offset = 0
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) this.#break(at + offset - 1)
      this.#push(line, mark, at + offset)
      offset += line.length + 1
    }
  }

  #push(text: string, mark: number, at: number): void {
    const last = this.#spans.at(-1)
    const starts = last === undefined || last.text === '\n'
    const kept = starts && !(mark & Mark.code) ? text.trimStart() : text
    if (kept === '') return
    if (last && last.mark === mark && !starts) last.text += kept
    else this.#spans.push({ text: kept, mark, at })
  }

  #break(at: number): void {
    this.#trimEnd()
    if (this.#spans.length > 0) this.#spans.push({ text: '\n', mark: 0, at })
  }

  #trimEnd(): void {
    const last = this.#spans.at(-1)
    if (last && last.text !== '\n' && !(last.mark & Mark.code)) last.text = last.text.trimEnd()
  }
}
