import { type Language, languageOf } from './languages.ts'
import { Mark } from './model.ts'

/** A stretch of code of one colour. */
export type Shade = { text: string; mark: number }

const marks: Readonly<Record<string, number>> = {
  comment: Mark.comment,
  string: Mark.string,
  number: Mark.number,
  name: Mark.name,
  added: Mark.added,
  removed: Mark.removed,
}

/**
 * The lines of a code in colours, as far as its language is known: told by the shapes of its words, not by its
 * grammar. Never throws: what can't be told apart stays plain (T16).
 */
export function highlight(lines: readonly string[], name: string): Shade[][] {
  const language = languageOf(name)
  if (!language) return lines.map(plain)
  try {
    return inLines(shades(lines.join('\n'), language))
  } catch {
    return lines.map(plain)
  }
}

function plain(text: string): Shade[] {
  return [{ text, mark: 0 }]
}

function shades(code: string, { tokens, keywords, caseless }: Language): Shade[] {
  const found: Shade[] = []
  let from = 0
  for (const match of code.matchAll(tokens)) {
    const [text] = match
    if (match.index > from) found.push({ text: code.slice(from, match.index), mark: 0 })
    const isKeyword = keywords.has(caseless ? text.toLowerCase() : text)
    found.push({ text, mark: isKeyword ? Mark.keyword : markOf(match.groups ?? {}) })
    from = match.index + text.length
  }
  if (from < code.length) found.push({ text: code.slice(from), mark: 0 })
  return found
}

function markOf(groups: Record<string, string | undefined>): number {
  const kind = Object.keys(groups).find((kind) => groups[kind] !== undefined)
  return marks[kind ?? ''] ?? 0
}

function inLines(shades: readonly Shade[]): Shade[][] {
  const lines: Shade[][] = [[]]
  for (const { text, mark } of shades) {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ text: part, mark })
    }
  }
  return lines
}
