import type { Found, Ranges } from '@sticky/shared/api/search'
import { mayBegin, mayBeInside } from './ladder.ts'
import { distance, typosAllowed } from './near.ts'
import { queryWordsOf, wordsOf } from './words.ts'
import type { Word } from './words.ts'

/** About how much text a snippet shows, in UTF-16 units, and how much of that comes before what was found. */
const LENGTH = 180
const LEAD = 50
/** Of long texts only a part is looked through for a snippet: what was found stays found, but may not be shown. */
const LOOKED_THROUGH = 20_000
/** Places beyond these make no better snippet. */
const MOST_PLACES = 200

/** What cannot be seen or would turn the line around is shown as a space (T11); offsets stay what they are. */
const UNSHOWN = /[\p{Cc}\p{Cs}\u2028-\u202E\u2066-\u2069]/gu

export type Excerpt = Pick<Found, 'titleMatches' | 'snippet'>
type Place = { start: number; end: number; term: string }

/** Where a document answers a query: in its title, and in the part of its text that shows most of it. */
export const excerptOf = (title: string, text: string, query: string): Excerpt => {
  const terms = queryWordsOf(query)
  const part = partOf(text.normalize('NFC'), terms)
  const [inTitle = [], inText = []] = placesIn([title, part.text], terms)
  return { titleMatches: rangesOf(inTitle), snippet: snippetOf(part, inText) }
}

/** A stretch of a text, and whether there is more before and behind it. */
type Part = { text: string; more: boolean; before: boolean }

/** The whole, or of a long text the part that begins with the first place of a word and has most of them. */
const partOf = (text: string, terms: readonly string[]): Part => {
  if (text.length <= LOOKED_THROUGH) return { text, before: false, more: false }
  const lower = text.toLowerCase()
  const has = (from: number, term: string): boolean => {
    const place = lower.indexOf(term, from)
    return place !== -1 && place < from + LOOKED_THROUGH
  }
  const [from = 0] = terms
    .map((term) => Math.max(0, lower.indexOf(term) - LEAD))
    .map((from) => ({ from, count: terms.filter((term) => has(from, term)).length }))
    .sort((a, b) => b.count - a.count || a.from - b.from)
    .map(({ from }) => from)
  const end = from + LOOKED_THROUGH
  return { text: text.slice(from, end), before: from > 0, more: end < text.length }
}

/** A word that only a typo leads to is shown only if the query's word is nowhere as it was written. */
const placesIn = (texts: readonly string[], terms: readonly string[]): Place[][] => {
  const words = texts.map((text) => wordsOf(text))
  const written = words.map((words) => placesOf(words, terms, writtenIn))
  const found = new Set(written.flat().map(({ term }) => term))
  const missing = terms.filter((term) => !found.has(term))
  if (missing.length === 0) return written
  const misspelt = words.map((words) => placesOf(words, missing, misspeltAs))
  return written.map((places, i) =>
    [...places, ...(misspelt[i] ?? [])].sort((a, b) => a.start - b.start),
  )
}

/** The part of a word, as [from, to] in the folded word, that a word of the query stands for; or null. */
type Closeness = (word: string, term: string) => [from: number, to: number] | null

const placesOf = (words: readonly Word[], terms: readonly string[], partIn: Closeness): Place[] => {
  const places: Place[] = []
  for (const word of words) {
    for (const term of terms) {
      const part = partIn(word.word, term)
      if (part !== null) places.push({ ...within(word, part), term })
    }
    if (places.length >= MOST_PLACES) break
  }
  return places
}

/** Where folding has changed the length, the whole word. */
const within = ({ word, start, end }: Word, [from, to]: [number, number]) =>
  word.length === end - start ? { start: start + from, end: start + to } : { start, end }

const writtenIn: Closeness = (word, term) => {
  if (word === term) return [0, word.length]
  const from = mayBegin(term) ? word.indexOf(term) : -1
  if (from === -1 || (from > 0 && !mayBeInside(term))) return null
  return [from, from + term.length]
}

const misspeltAs: Closeness = (word, term) => {
  const typos = typosAllowed(term)
  if (typos === 0 || Math.abs(word.length - term.length) > typos) return null
  return distance(term, word, typos) <= typos ? [0, word.length] : null
}

/** Overlapping and touching places are one: those of scripts without spaces come in pairs of signs. */
const rangesOf = (places: readonly Omit<Place, 'term'>[]): Ranges => {
  const ranges: Ranges = []
  for (const { start, end } of places) {
    const last = ranges.at(-1)
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end)
    else ranges.push([start, end])
  }
  return ranges
}

const snippetOf = ({ text, before, more }: Part, places: readonly Place[]): Excerpt['snippet'] => {
  const from = beginningOf(text, bestOf(places))
  const to = endOf(text, from)
  const open = before || from > 0 ? '…' : ''
  const close = more || to < text.length ? '…' : ''
  const shown = places
    .filter(({ start, end }) => start >= from && end <= to)
    .map(({ start, end }) => ({
      start: start - from + open.length,
      end: end - from + open.length,
    }))
  return {
    text: `${open}${text.slice(from, to).replace(UNSHOWN, ' ')}${close}`,
    matches: rangesOf(shown),
  }
}

/** The place after which most of the query's words follow within a snippet; the first of those. */
const bestOf = (places: readonly Place[]): Place | undefined => {
  const termsFrom = (first: Place): number =>
    new Set(
      places
        .filter(({ start, end }) => start >= first.start && end <= first.start + LENGTH - LEAD)
        .map(({ term }) => term),
    ).size
  let best: { place: Place; terms: number } | undefined
  for (const place of places) {
    const terms = termsFrom(place)
    if (best === undefined || terms > best.terms) best = { place, terms }
  }
  return best?.place
}

/** Behind a space, if there is one between what was found and where the lead begins. */
const beginningOf = (text: string, place: Place | undefined): number => {
  if (place === undefined || place.start <= LEAD) return 0
  const from = place.start - LEAD
  const space = text.slice(from, place.start).search(/\s/)
  return wholeSign(text, space === -1 ? from : from + space + 1)
}

const endOf = (text: string, from: number): number => {
  const end = from + LENGTH
  if (end >= text.length) return text.length
  const space = text.lastIndexOf(' ', end)
  return wholeSign(text, space > end - LEAD ? space : end)
}

/** Not between the halves of a sign. */
const wholeSign = (text: string, at: number): number =>
  /^[\uDC00-\uDFFF]/.test(text.slice(at, at + 1)) ? at + 1 : at
