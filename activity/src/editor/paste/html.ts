import { isOpenable } from '../address.ts'
import { codeBlock, codeSpan, escaped, escapedLine } from './escape.ts'
import { tableOf } from './table.ts'

/** Without any of these it is text, whatever a program has wrapped it in. */
const MEANS_SOMETHING =
  'h1,h2,h3,h4,h5,h6,ul,ol,table,blockquote,pre,a[href],strong,b,em,i,s,del,code,hr,img'
const DROPPED =
  'script,style,template,noscript,iframe,object,embed,svg,math,head,title,meta,link,textarea,select,button,audio,video,canvas'
/** Longer than this it is pasted as text. */
const LONGEST = 2_000_000
/** What is nested deeper is text. */
const DEEPEST = 40

/**
 * What a web page or an office program has put on the clipboard, as markdown; null where its text says as much. The
 * page is parsed apart: nothing in it runs or is fetched, and of its addresses only those stay that may be opened (T11).
 */
export const htmlToMarkdown = (html: string): string | null => {
  if (html.length > LONGEST) return null
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  for (const dropped of body.querySelectorAll(DROPPED)) dropped.remove()
  if (body.querySelector(MEANS_SOMETHING) === null) return null
  const markdown = blocks(body, 0).join('\n\n')
  return markdown === '' ? null : markdown
}

const HEADINGS: { readonly [tag: string]: number | undefined } = {
  H1: 1,
  H2: 2,
  H3: 3,
  H4: 4,
  H5: 5,
  H6: 6,
}
const CONTAINERS = new Set(
  'ADDRESS ARTICLE ASIDE BODY CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM HEADER LI MAIN NAV P SECTION SUMMARY TBODY TD TFOOT TH THEAD TR'.split(
    ' ',
  ),
)
const BLOCKS =
  'address,article,aside,blockquote,dd,details,div,dl,dt,figure,footer,form,h1,h2,h3,h4,h5,h6,header,hr,li,main,nav,ol,p,pre,section,table,ul'

/** What an element holds, as blocks of lines: its own text gathers to paragraphs between them. */
const blocks = (parent: Element, depth: number): string[] => {
  const found: string[] = []
  let run = ''
  const endRun = (): void => {
    const text = paragraph(run)
    if (text !== '') found.push(text)
    run = ''
  }
  for (const node of parent.childNodes) {
    const block = node instanceof Element && depth < DEEPEST ? blockOf(node, depth + 1) : null
    if (block === null) {
      run += inline(node, depth + 1)
      continue
    }
    endRun()
    for (const text of block) if (text !== '') found.push(text)
  }
  endRun()
  return found
}

/** The blocks that an element is; null if it is part of a line. */
const blockOf = (node: Element, depth: number): string[] | null => {
  const { tagName } = node
  const level = HEADINGS[tagName]
  if (level !== undefined) return [heading(node, level, depth)]
  if (tagName === 'HR') return ['---']
  if (tagName === 'PRE') return [codeBlock(node.textContent, languageOf(node))]
  if (tagName === 'BLOCKQUOTE') return [prefixed(blocks(node, depth).join('\n\n'), '> ', '> ')]
  if (tagName === 'UL' || tagName === 'OL') return [list(node, depth)]
  if (tagName === 'TABLE') return table(node, depth)
  if (CONTAINERS.has(tagName)) return blocks(node, depth)
  // Google Docs wraps whole pages in <b>, others in <span>
  return node.querySelector(BLOCKS) === null ? null : blocks(node, depth)
}

const heading = (node: Element, level: number, depth: number): string => {
  const text = inlines(node, depth).trim().replaceAll(/\s+/g, ' ')
  return text === '' ? '' : `${'#'.repeat(level)} ${text}`
}

const paragraph = (run: string): string =>
  run
    .split('\n')
    .map((line) => escapedLine(line.trim().replaceAll(/ {2,}/g, ' ')))
    .join('\n')
    .replaceAll(/\n{2,}/g, '\n')
    .trim()

const prefixed = (text: string, first: string, next: string): string =>
  text
    .split('\n')
    .map((line, i) => ((i === 0 ? first : next) + line).trimEnd())
    .join('\n')

const list = (node: Element, depth: number): string => {
  const start = Number.parseInt(node.getAttribute('start') ?? '', 10)
  let number = Number.isInteger(start) && start >= 0 && start < 1e6 ? start : 1
  const items: string[] = []
  for (const item of node.children) {
    const mark = node.tagName === 'OL' ? `${number}. ` : '- '
    const found = itemBlocks(item, depth)
    // some programs put an inner list beside the item that it belongs to
    if (item.tagName !== 'LI') items.push(prefixed(found, '  ', '  '))
    else items.push(prefixed(tickOf(item) + found, mark, ' '.repeat(mark.length)))
    number += 1
  }
  return items.filter((text) => text.trim() !== '').join('\n')
}

const itemBlocks = (item: Element, depth: number): string => {
  if (item.tagName === 'LI') return blocks(item, depth).join('\n')
  return depth < DEEPEST ? (blockOf(item, depth + 1) ?? []).join('\n') : item.textContent
}

/** The box of a task, which stands first in its item. */
const tickOf = (item: Element): string => {
  const box = item.querySelector('input[type=checkbox]')
  if (box === null || box.closest('li') !== item) return ''
  return box.hasAttribute('checked') ? '[x] ' : '[ ] '
}

/** A table of one column is layout: what it holds counts. */
const table = (node: Element, depth: number): string[] => {
  const rows = [...node.querySelectorAll('tr')].filter((row) => row.closest('table') === node)
  const cells = rows.map((row) => [...row.children].flatMap((cell) => cellsOf(cell, depth)))
  const markdown = tableOf(cells.filter((row) => row.some((text) => text !== '')))
  return markdown === null ? rows.flatMap((row) => blocks(row, depth)) : [markdown]
}

/** A cell over several columns is followed by empty ones. */
const cellsOf = (cell: Element, depth: number): string[] => {
  const span = Number.parseInt(cell.getAttribute('colspan') ?? '1', 10)
  const empty = Math.min(Math.max(1, span || 1), 64) - 1
  const text = blocks(cell, depth).join(' ').replaceAll(/\s+/g, ' ')
  return [text, ...Array.from({ length: empty }, () => '')]
}

const languageOf = (pre: Element): string => {
  const names = `${pre.className} ${pre.querySelector('code')?.className ?? ''}`
  return /\blang(?:uage)?-([\w+#-]{1,20})/.exec(names)?.[1] ?? ''
}

const inlines = (node: Node, depth: number): string =>
  Array.from(node.childNodes, (child) => inline(child, depth + 1)).join('')

const WRAPS: { readonly [tag: string]: string | undefined } = {
  STRONG: '**',
  B: '**',
  EM: '*',
  I: '*',
  S: '~~',
  DEL: '~~',
  STRIKE: '~~',
}

const inline = (node: Node, depth: number): string => {
  if (node.nodeType === Node.TEXT_NODE) return escaped(blanks(node.textContent ?? ''))
  if (!(node instanceof Element)) return ''
  if (depth > DEEPEST) return escaped(blanks(node.textContent))
  const { tagName } = node
  if (tagName === 'BR') return '\n'
  if (tagName === 'CODE' || tagName === 'KBD' || tagName === 'SAMP')
    return node.textContent.trim() === '' ? '' : codeSpan(blanks(node.textContent).trim())
  if (tagName === 'IMG') return image(node)
  const text = inlines(node, depth)
  if (tagName === 'A') return link(text, node.getAttribute('href') ?? '')
  return wrapped(wrapped(text, WRAPS[tagName]), styleOf(node))
}

const blanks = (text: string): string => text.replaceAll(/[\s\u00A0]+/g, ' ')

/** Office programs say it in styles, also that a <b> is not bold. */
const styleOf = (node: Element): string | undefined => {
  const style = node.getAttribute('style') ?? ''
  if (node.tagName === 'SPAN' && /font-weight:\s*(bold|[6-9]00)/i.test(style)) return '**'
  return node.tagName === 'SPAN' && /font-style:\s*italic/i.test(style) ? '*' : undefined
}

/** Marks go next to the words: blanks inside them would make them signs like any other. */
const wrapped = (text: string, mark: string | undefined): string => {
  const words = text.trim()
  if (mark === undefined || words === '' || words.includes('\n')) return text
  if (words.startsWith(mark) && words.endsWith(mark)) return text
  const start = text.indexOf(words)
  return text.slice(0, start) + mark + words + mark + text.slice(start + words.length)
}

const link = (text: string, href: string): string => {
  const words = text.trim()
  if (!isOpenable(href) || words === '') return text
  if (words === escaped(href)) return href
  return `[${words.replaceAll('\n', ' ')}](${linkAddress(href)})`
}

/** Until files can be kept, a picture is a link to where it is. */
const image = (node: Element): string => {
  const alt = blanks(node.getAttribute('alt') ?? '').trim()
  const source = node.getAttribute('src') ?? ''
  if (!isOpenable(source)) return escaped(alt)
  return `[${alt === '' ? 'picture' : escaped(alt)}](${linkAddress(source)})`
}

/** An address that ends where the link ends. */
export const linkAddress = (address: string): string =>
  address.replaceAll(
    /[()<>\s\\]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
