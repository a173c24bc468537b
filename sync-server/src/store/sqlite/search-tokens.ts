import { wordsIn } from '../search/contents.ts'
import type { Contents } from '../search/contents.ts'

/**
 * What the index has of a document, each a token of its own. Those of rights have a colon, which no word has.
 * `^plan$` is a word, `=plan$` one of the title, and `<pl` a short beginning: very many words have it. What is inside of
 * words, or near to them, is found in the vocabulary first.
 */
export const TOKEN = {
  readableBy: (principal: string): string => `r:${principal}`,
  ownedBy: (principal: string): string => `o:${principal}`,
  createdBy: (user: string): string => `c:${user}`,
  sharedBy: (user: string): string => `b:${user}`,
  sharedWith: (principal: string): string => `w:${principal}`,
  sharedByWith: (user: string, principal: string): string => `bw:${user}:${principal}`,
  word: (word: string): string => `^${word}$`,
  beginning: (word: string): string => `^${word}`,
  titleBeginning: (word: string): string => `=${word}`,
  titleWord: (word: string): string => `=${word}$`,
  shortBeginning: (letters: string): string => `<${letters}`,
}

/** Longest beginning that has a token of its own. */
export const SHORT = 3
const SHORT_LENGTHS = Array.from({ length: SHORT }, (_, i) => i + 1)

export type IndexedGrant = { principal: string; role: string; granted_by: string | null }

/** Who may find it, and by which filters. Whoever creates a document has not shared it with themselves. */
export const rightsOf = (createdBy: string, grants: readonly IndexedGrant[]): string[] => [
  TOKEN.createdBy(createdBy),
  ...grants.flatMap(({ principal, role, granted_by }) => [
    TOKEN.readableBy(principal),
    ...(role === 'own' ? [TOKEN.ownedBy(principal)] : []),
    ...(granted_by === null
      ? []
      : [
          TOKEN.sharedBy(granted_by),
          TOKEN.sharedWith(principal),
          TOKEN.sharedByWith(granted_by, principal),
        ]),
  ]),
]

export const tokensOf = (contents: Contents): string[] => {
  const words = wordsIn(contents.words)
  return [
    ...wordsIn(contents.title).map(TOKEN.titleWord),
    ...words.map(TOKEN.word),
    ...new Set(words.flatMap(shortBeginnings)),
  ]
}

const shortBeginnings = (word: string): string[] =>
  SHORT_LENGTHS.filter((length) => length < word.length).map((length) =>
    TOKEN.shortBeginning(word.slice(0, length)),
  )

/** A full-text expression. Tokens have no quotes, so nothing in a query can be taken for syntax (T5). */
export const is = (token: string): string => `"${token}"`
export const begins = (token: string): string => `"${token}"*`
export const all = (parts: readonly string[]): string => joined(parts, 'AND')
export const oneOf = (parts: readonly string[]): string => joined(parts, 'OR')
export const except = (wanted: string, unwanted: string): string => `(${wanted} NOT ${unwanted})`

const joined = (parts: readonly string[], operator: string): string =>
  parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(` ${operator} `)})`
