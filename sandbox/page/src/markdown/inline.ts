import type { Inline } from './tree.ts'

type Match = (string | undefined)[]
type Wrapping = 'strong' | 'em' | 'u' | 's' | 'spoiler'

const URL = String.raw`https?:\/\/[^\s<>]+[^\s<>.,:;"')\]]`

/** In the order they are tried. */
const RULES: { at: RegExp; make: (match: Match) => Inline }[] = [
  { at: /^\\([^0-9A-Za-z\s])/, make: ([, text = '']) => ({ kind: 'text', text }) },
  { at: /^``([^\n]+?)``(?!`)/, make: ([, text = '']) => ({ kind: 'code', text: text.trim() }) },
  { at: /^`([^`\n]+)`/, make: ([, text = '']) => ({ kind: 'code', text }) },
  { at: /^<@!?(\d+)>/, make: ([, id = '']) => ({ kind: 'user', id }) },
  { at: /^<#(\d+)>/, make: ([, id = '']) => ({ kind: 'channel', id }) },
  { at: /^<@&(\d+)>/, make: ([, id = '']) => ({ kind: 'role', id }) },
  { at: /^<\/([^:>\n]{1,100}):\d+>/, make: ([, name = '']) => ({ kind: 'command', name }) },
  { at: /^<(a?):(\w{2,32}):(\d+)>/, make: emoji },
  { at: /^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/, make: moment },
  {
    at: new RegExp(String.raw`^\[([^\]\n]+)\]\(<?(${URL}|https?:\/\/[^\s<>)]+)>?\)`),
    make: ([, label = '', href = '']) => ({ kind: 'link', href, inner: inline(label) }),
  },
  { at: new RegExp(`^<(${URL})>`), make: plainLink },
  { at: new RegExp(`^(${URL})`), make: plainLink },
  { at: /^(@everyone|@here)\b/, make: ([, text = '']) => ({ kind: 'everyone', text }) },
  { at: /^\*\*([\s\S]+?)\*\*(?!\*)/, make: wrapped('strong') },
  { at: /^__([\s\S]+?)__(?!_)/, make: wrapped('u') },
  { at: /^~~([\s\S]+?)~~/, make: wrapped('s') },
  { at: /^\|\|([\s\S]+?)\|\|/, make: wrapped('spoiler') },
  { at: /^\*(?!\s)([^*\n]+?)\*/, make: wrapped('em') },
  { at: /^_(?!\s)([^_\n]+?)_(?!\w)/, make: wrapped('em') },
]

/** Reads what may stand in a line. What is not understood stays text. */
export function inline(text: string): Inline[] {
  const found: Inline[] = []
  let plain = ''
  const flush = () => {
    if (plain !== '') found.push({ kind: 'text', text: plain })
    plain = ''
  }
  for (let at = 0; at < text.length;) {
    const hit = isWordInside(text, at) ? undefined : firstRule(text.slice(at))
    if (!hit) {
      plain += text.charAt(at)
      at += 1
    } else {
      if (hit.node.kind === 'text') plain += hit.node.text
      else {
        flush()
        found.push(hit.node)
      }
      at += hit.length
    }
  }
  flush()
  return found
}

/** `snake_case_name` has no italics, and a link does not begin in the middle of a word. */
function isWordInside(text: string, at: number): boolean {
  return /[_h]/.test(text.charAt(at)) && /\w/.test(text.charAt(at - 1))
}

function firstRule(rest: string): { node: Inline; length: number } | undefined {
  for (const { at, make } of RULES) {
    const match = at.exec(rest)
    if (match) return { node: make(match), length: match[0].length }
  }
  return undefined
}

function wrapped(kind: Wrapping) {
  return ([, text = '']: Match): Inline => ({ kind, inner: inline(text) })
}

function plainLink([, href = '']: Match): Inline {
  return { kind: 'link', href, inner: [{ kind: 'text', text: href }] }
}

function moment([, seconds = '0', style = 'f']: Match): Inline {
  return { kind: 'moment', seconds: Number(seconds), style }
}

function emoji([, animated, name = '', id = '']: Match): Inline {
  return { kind: 'emoji', name, id, animated: animated === 'a' }
}
