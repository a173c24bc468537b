import type { SyntaxNode } from '@lezer/common'
import { GFM, parser } from '@lezer/markdown'
import { escapeHtml } from '@sticky/shared/html'
import { decodeEntity } from './entity.ts'
import { normalLabel } from './inline.ts'

const markdown = parser.configure(GFM)

/** What nests deeper is shown as it was written (T16). */
const maxDepth = 60

/** Elements that hold what their node holds. */
const elements: Readonly<Record<string, string>> = {
  Paragraph: 'p',
  Blockquote: 'blockquote',
  BulletList: 'ul',
  ListItem: 'li',
  Emphasis: 'em',
  StrongEmphasis: 'strong',
  Strikethrough: 'del',
  ATXHeading1: 'h1',
  ATXHeading2: 'h2',
  ATXHeading3: 'h3',
  ATXHeading4: 'h4',
  ATXHeading5: 'h5',
  ATXHeading6: 'h6',
  SetextHeading1: 'h1',
  SetextHeading2: 'h2',
}

/** Between these only blocks stand, and white space of no meaning. */
const blocksOnly = new Set(['Document', 'Blockquote', 'BulletList', 'OrderedList', 'ListItem'])

const unseen = new Set([
  'HeaderMark',
  'QuoteMark',
  'ListMark',
  'EmphasisMark',
  'StrikethroughMark',
  'TaskMarker',
  'LinkReference',
  'Comment',
  'CommentBlock',
])

/**
 * A markdown source as HTML that runs and fetches nothing, whatever is in it: markup in the source is shown as text,
 * pictures are links (T11, T18, T21). Takes as long as the parser does: call it where it can be killed (T16).
 */
export function markdownToHtml(source: string): string {
  const { topNode } = markdown.parse(source)
  return new HtmlWriter(source, topNode).write()
}

class HtmlWriter {
  readonly #source: string
  readonly #top: SyntaxNode
  /** Targets of link definitions, by label. */
  readonly #targets = new Map<string, string>()
  readonly #out: string[] = []

  constructor(source: string, top: SyntaxNode) {
    this.#source = source
    this.#top = top
    for (const node of top.getChildren('LinkReference')) {
      const [label, url] = [node.getChild('LinkLabel'), node.getChild('URL')]
      if (label && url) this.#define(this.#textOf(label).slice(1, -1), this.#urlOf(url))
    }
  }

  write(): string {
    this.#children(this.#top, 0)
    return this.#out.join('')
  }

  /** The first definition of a label counts. */
  #define(label: string, url: string): void {
    const key = normalLabel(label)
    if (!this.#targets.has(key)) this.#targets.set(key, url)
  }

  #children(node: SyntaxNode, depth: number, from = node.from, to = node.to): void {
    const text = blocksOnly.has(node.name) ? () => {} : (part: string) => this.#text(part)
    let at = from
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.from < from) continue
      if (child.to > to) break
      text(this.#source.slice(at, child.from))
      this.#node(child, depth + 1)
      at = child.to
    }
    text(this.#source.slice(at, to))
  }

  #node(node: SyntaxNode, depth: number): void {
    if (unseen.has(node.name)) return
    if (depth > maxDepth) return this.#text(this.#textOf(node))
    const element = elements[node.name]
    if (element !== undefined) return this.#element(element, node, depth)
    switch (node.name) {
      case 'OrderedList':
        return this.#orderedList(node, depth)
      case 'Task':
        return this.#task(node, depth)
      case 'HorizontalRule':
        return this.#push('<hr>\n')
      case 'FencedCode':
      case 'CodeBlock':
        return this.#codeBlock(node)
      case 'Table':
        return this.#table(node, depth)
      case 'HTMLBlock':
      case 'ProcessingInstructionBlock':
        this.#push('<p>')
        this.#text(this.#textOf(node))
        return this.#push('</p>\n')
      default:
        return this.#inline(node, depth)
    }
  }

  #inline(node: SyntaxNode, depth: number): void {
    switch (node.name) {
      case 'InlineCode':
        return this.#code(node)
      case 'Link':
      case 'Image':
        return this.#link(node, depth)
      case 'Autolink':
        return this.#children(node, depth, node.from + 1, node.to - 1)
      case 'URL':
        return this.#anchor(this.#addressOf(node), () => this.#text(this.#textOf(node)))
      case 'Entity':
        return this.#push(escapeHtml(decodeEntity(this.#textOf(node))))
      case 'Escape':
        return this.#push(escapeHtml(this.#source.slice(node.from + 1, node.to)))
      case 'HardBreak':
        return this.#push('<br>\n')
      default:
        return this.#text(this.#textOf(node))
    }
  }

  #element(name: string, node: SyntaxNode, depth: number): void {
    const block = node.name === 'Paragraph' || node.name.includes('Heading')
    this.#push(`<${name}>`)
    const [from, to] = block ? this.#trimmed(node) : [node.from, node.to]
    this.#children(node, depth, from, to)
    this.#push(/^(em|strong|del)$/.test(name) ? `</${name}>` : `</${name}>\n`)
  }

  /** Without the marks of a heading and the space between them and its text. */
  #trimmed(node: SyntaxNode): [from: number, to: number] {
    const [first, last] = [node.firstChild, node.lastChild]
    let from = first?.name === 'HeaderMark' && first.from === node.from ? first.to : node.from
    let to = last?.name === 'HeaderMark' && last.from >= from ? last.from : node.to
    while (from < to && /\s/.test(this.#source[from] ?? '')) from++
    while (to > from && /\s/.test(this.#source[to - 1] ?? '')) to--
    return [from, to]
  }

  #orderedList(node: SyntaxNode, depth: number): void {
    const mark = node.firstChild?.getChild('ListMark')
    const start = mark ? parseInt(this.#textOf(mark), 10) : 1
    this.#push(start === 1 ? '<ol>' : `<ol start="${start}">`)
    this.#children(node, depth)
    this.#push('</ol>\n')
  }

  #task(node: SyntaxNode, depth: number): void {
    const box = node.getChild('TaskMarker')
    const ticked = box && /x/i.test(this.#textOf(box))
    this.#push(`<p><input type="checkbox" disabled${ticked ? ' checked' : ''}> `)
    this.#children(node, depth, (box?.to ?? node.from) + 1, node.to)
    this.#push('</p>\n')
  }

  #codeBlock(node: SyntaxNode): void {
    const pieces = node.getChildren('CodeText').map((piece) => this.#textOf(piece))
    this.#push(`<pre><code>${escapeHtml(pieces.join(''))}\n</code></pre>\n`)
  }

  #table(node: SyntaxNode, depth: number): void {
    this.#push('<table>\n')
    for (const row of node.getChildren('TableHeader')) this.#row(row, 'th', depth)
    for (const row of node.getChildren('TableRow')) this.#row(row, 'td', depth)
    this.#push('</table>\n')
  }

  /** Empty cells have no node: a bar begins the next cell. */
  #row(row: SyntaxNode, name: 'th' | 'td', depth: number): void {
    this.#push('<tr>')
    let filled = false
    let begun = row.firstChild?.name !== 'TableDelimiter'
    for (let child = row.firstChild; child; child = child.nextSibling) {
      if (child.name === 'TableDelimiter') {
        if (begun && !filled) this.#push(`<${name}></${name}>`)
        filled = false
        begun = true
      } else {
        this.#push(`<${name}>`)
        this.#children(child, depth + 1)
        this.#push(`</${name}>`)
        filled = true
      }
    }
    this.#push('</tr>\n')
  }

  #code(node: SyntaxNode): void {
    const from = node.firstChild?.to ?? node.from
    const text = this.#source.slice(from, node.lastChild?.from ?? node.to).replace(/\n/g, ' ')
    this.#push(`<code>${escapeHtml(/^ .*[^ ].* $/.test(text) ? text.slice(1, -1) : text)}</code>`)
  }

  #link(node: SyntaxNode, depth: number): void {
    const [open, close] = node.getChildren('LinkMark')
    const target = open && close ? this.#targetOf(node, open.to, close.from) : undefined
    if (!open || !close || target === undefined) return this.#children(node, depth)
    const isNamed = this.#source.slice(open.to, close.from).trim() !== ''
    this.#anchor(target, () => {
      if (isNamed) this.#children(node, depth, open.to, close.from)
      else this.#text(target)
    })
  }

  #targetOf(node: SyntaxNode, from: number, to: number): string | undefined {
    const url = node.getChild('URL')
    if (url) return this.#urlOf(url)
    const label = node.getChild('LinkLabel')
    const named = label && label.to - label.from > 2
    const text = named ? this.#textOf(label).slice(1, -1) : this.#source.slice(from, to)
    return this.#targets.get(normalLabel(text))
  }

  /** Where nothing but the web and mail can be reached; else what it holds, without a link. */
  #anchor(target: string, hold: () => void): void {
    const safe = /^(https?:\/\/|mailto:)/i.test(target)
    if (safe) this.#push(`<a href="${escapeHtml(target)}" rel="noopener noreferrer nofollow">`)
    hold()
    if (safe) this.#push('</a>')
  }

  /** An address that stands in the text. */
  #addressOf(node: SyntaxNode): string {
    const text = this.#textOf(node)
    if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return text
    return text.includes('@') ? `mailto:${text}` : `https://${text}`
  }

  #urlOf(node: SyntaxNode): string {
    return this.#textOf(node)
      .replace(/^<(.*)>$/, '$1')
      .replace(/\\([!-/:-@[-`{-~])/g, '$1')
      .replace(/&[#\w]+;/g, decodeEntity)
  }

  #textOf(node: SyntaxNode): string {
    return this.#source.slice(node.from, node.to)
  }

  /** Every line break in it breaks the line, as it does in the editor. */
  #text(text: string): void {
    this.#push(escapeHtml(text).replaceAll('\n', '<br>\n'))
  }

  #push(html: string): void {
    this.#out.push(html)
  }
}
