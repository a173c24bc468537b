import { LADDER, mayBegin, mayBeInside } from '../search/ladder.ts'
import type { Rung } from '../search/ladder.ts'
import type { SearchQuery } from '../types.ts'
import { all, oneOf, begins, except, is, SHORT, TOKEN } from './search-tokens.ts'
import type { IndexTerm } from './search-terms.ts'

/** The ladder, asked of the index: one word on one rung. The tests hold it against `rungOf`. */
const MATCH: Record<Rung, (term: IndexTerm) => string> = {
  titleWord: ({ word }) => inTitle(word),
  titleBeginning: (term) => (mayBegin(term.word) ? titleBeginning(term) : inTitle(term.word)),
  word: ({ word }) => isWord(word),
  beginning: (term) => (mayBegin(term.word) ? beginning(term) : isWord(term.word)),
  inside: (term) =>
    mayBeInside(term.word)
      ? oneOf([MATCH.beginning(term), ...term.insides().map(isWord)])
      : MATCH.beginning(term),
  oneTypo: (term) => oneOf([MATCH.inside(term), ...term.oneTypo().map(isWord)]),
  twoTypos: (term) => oneOf([MATCH.oneTypo(term), ...term.twoTypos().map(isWord)]),
}

const inTitle = (word: string): string => is(TOKEN.titleWord(word))
const isWord = (word: string): string => is(TOKEN.word(word))

/**
 * What is short begins very many words, so it has a token of its own. Else the words that it begins are named: for a
 * beginning, the index puts together all documents that it has for any of them, before it gives out the first.
 */
const beginning = ({ word, begun }: IndexTerm): string => {
  if (word.length <= SHORT) return oneOf([isWord(word), is(TOKEN.shortBeginning(word))])
  const words = begun()
  return words === null ? begins(TOKEN.beginning(word)) : oneOf([word, ...words].map(isWord))
}

const titleBeginning = ({ word, begun }: IndexTerm): string => {
  const words = word.length <= SHORT ? null : begun()
  return words === null ? begins(TOKEN.titleBeginning(word)) : oneOf([word, ...words].map(inTitle))
}

/** What stands higher already; every rung includes those that its better ones include. */
const BETTER: Record<Rung, readonly Rung[]> = {
  titleWord: [],
  titleBeginning: ['titleWord'],
  word: ['titleBeginning'],
  beginning: ['word', 'titleBeginning'],
  inside: ['beginning'],
  oneTypo: ['inside'],
  twoTypos: ['oneTypo'],
}

/** All documents on this rung or a better one of its kind. */
export const upTo = (rung: number, terms: readonly IndexTerm[]): string =>
  all(terms.map(MATCH[rungAt(rung)]))

/** Exactly the documents on this rung; null where these words have none, since it asks for no more than a better one. */
export const onRung = (rung: number, terms: readonly IndexTerm[]): string | null => {
  const here = upTo(rung, terms)
  const better = BETTER[rungAt(rung)].map((rung) => upTo(LADDER.indexOf(rung), terms))
  if (better.includes(here)) return null
  return better.length === 0 ? here : except(here, oneOf(better))
}

const rungAt = (rung: number): Rung => LADDER[rung] ?? 'twoTypos'

/** What the caller may read and asks for by filters; null: nothing. */
export const rightsMatch = (query: SearchQuery): string | null => {
  const principals = [...query.reach.keys()]
  if (principals.length === 0) return null
  const owned = is(TOKEN.ownedBy(`user:${query.userId}`))
  const { createdBy, sharedBy, sharedWith } = query
  return all([
    oneOf(principals.map((principal) => is(TOKEN.readableBy(principal)))),
    ...(createdBy === null ? [] : [is(TOKEN.createdBy(createdBy))]),
    ...(sharedBy === null ? [] : [sharedByMatch(sharedBy, principals, owned)]),
    ...(sharedWith === null ? [] : [sharedWithMatch(sharedWith, query, owned)]),
  ])
}

/** Of documents of others only those grants count that open them to the caller: who else has them is not told. */
const sharedByMatch = (by: string, principals: readonly string[], owned: string): string =>
  oneOf([
    ...principals.map((principal) => is(TOKEN.sharedByWith(by, principal))),
    all([owned, is(TOKEN.sharedBy(by))]),
  ])

const sharedWithMatch = (principal: string, { reach }: SearchQuery, owned: string): string => {
  const shared = is(TOKEN.sharedWith(principal))
  return reach.has(principal) ? shared : all([owned, shared])
}
