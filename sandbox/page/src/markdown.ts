import { h } from './dom.ts'
import { timestamp } from './time.ts'

/** What mentions are called; `null` when unknown. */
export interface Names {
  user: (id: string) => string | null
  channel: (id: string) => string | null
  role: (id: string) => string | null
}

const FENCE = /^```(\w*)\n?([\s\S]*?)```/
const INLINE = [
  { at: /^\\([^0-9A-Za-z\s])/, make: ([, text]: Match) => text ?? '' },
  { at: /^`([^`\n]+)`/, make: ([, text]: Match) => h('code', {}, text ?? '') },
  { at: /^<@!?(\d+)>/, make: ([, id]: Match, names: Names) => mention('@', names.user(id ?? '')) },
  { at: /^<#(\d+)>/, make: ([, id]: Match, names: Names) => mention('#', names.channel(id ?? '')) },
  { at: /^<@&(\d+)>/, make: ([, id]: Match, names: Names) => mention('@', names.role(id ?? '')) },
  { at: /^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/, make: ([, s, style]: Match) => moment(s, style) },
  { at: /^\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/, make: linked },
  {
    at: /^<?(https?:\/\/[^\s<>]+[^\s<>.,:;"')\]])>?/,
    make: ([, url]: Match) => link(url ?? '', url ?? ''),
  },
  { at: /^\*\*([\s\S]+?)\*\*(?!\*)/, make: wrapped('strong') },
  { at: /^__([\s\S]+?)__/, make: wrapped('u') },
  { at: /^~~([\s\S]+?)~~/, make: wrapped('s') },
  { at: /^\|\|([\s\S]+?)\|\|/, make: wrapped('mark') },
  { at: /^\*(?!\s)([^*\n]+?)\*/, make: wrapped('em') },
  { at: /^_(?!\s)([^_\n]+?)_(?!\w)/, make: wrapped('em') },
] satisfies { at: RegExp; make: (match: Match, names: Names) => Node | string }[]

type Match = (string | undefined)[]

/**
 * The part of Discord's Markdown that cards and chat use, as nodes. Text only ever becomes text
 * nodes, so nothing in a message can become markup; links are http(s) only.
 */
export function markdown(text: string, names: Names): DocumentFragment {
  const fragment = document.createDocumentFragment()
  let rest = text
  while (rest !== '') {
    const fence = FENCE.exec(rest)
    if (fence) {
      fragment.append(h('pre', {}, h('code', {}, fence[2] ?? '')))
      rest = rest.slice(fence[0].length).replace(/^\n/, '')
      continue
    }
    const end = rest.indexOf('\n')
    const line = end === -1 ? rest : rest.slice(0, end)
    fragment.append(block(line, names))
    rest = end === -1 ? '' : rest.slice(end + 1)
  }
  return fragment
}

function block(line: string, names: Names): HTMLElement {
  const heading = /^(#{1,3}) (.+)/.exec(line)
  if (heading) return h(`h${heading[1]?.length ?? 1}` as 'h1', {}, inline(heading[2] ?? '', names))
  const small = /^-# (.+)/.exec(line)
  if (small) return h('small', {}, inline(small[1] ?? '', names))
  const quote = /^> (.*)/.exec(line)
  if (quote) return h('blockquote', {}, inline(quote[1] ?? '', names))
  const item = /^(\s*)(?:[-*]|(\d+)\.) (.+)/.exec(line)
  if (item) {
    const bullet = item[2] === undefined ? '•' : `${item[2]}.`
    const depth = Math.min(Math.floor((item[1] ?? '').length / 2), 4)
    const marker = h('span', { className: 'bullet' }, bullet)
    const attrs = { style: `--depth: ${depth}` }
    const content = h('span', {}, inline(item[3] ?? '', names))
    return h('p', { className: 'item', attrs }, marker, content)
  }
  return h('p', {}, line === '' ? '\u200b' : inline(line, names))
}

function inline(text: string, names: Names): DocumentFragment {
  const fragment = document.createDocumentFragment()
  let plain = ''
  let at = 0
  while (at < text.length) {
    const rest = text.slice(at)
    const found = isWordInside(text, at) ? undefined : firstMatch(rest)
    if (!found) {
      plain += text.charAt(at)
      at += 1
      continue
    }
    fragment.append(plain, found.make(found.match, names))
    plain = ''
    at += found.match[0]?.length ?? 1
  }
  fragment.append(plain)
  return fragment
}

/** `snake_case_name` has no italics, and a link does not begin in the middle of a word. */
function isWordInside(text: string, at: number): boolean {
  return /[_h]/.test(text.charAt(at)) && /\w/.test(text.charAt(at - 1))
}

function firstMatch(rest: string) {
  for (const { at, make } of INLINE) {
    const match = at.exec(rest)
    if (match) return { match: match as Match, make: make as (m: Match, n: Names) => Node | string }
  }
  return undefined
}

function wrapped(tag: 'strong' | 'em' | 'u' | 's' | 'mark') {
  return ([, text]: Match, names: Names) => h(tag, {}, inline(text ?? '', names))
}

function linked([, label, url]: Match, names: Names): Node {
  return link(url ?? '', inline(label ?? '', names))
}

function link(href: string, label: Node | string): HTMLElement {
  return h('a', { href, target: '_blank', rel: 'noreferrer noopener' }, label)
}

function mention(sign: string, name: string | null): HTMLElement {
  return h('span', { className: 'mention' }, `${sign}${name ?? 'unknown'}`)
}

function moment(seconds: string | undefined, style: string | undefined): HTMLElement {
  return timestamp(new Date(Number(seconds) * 1000), style)
}
