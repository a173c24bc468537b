import { wordChanges } from './words.ts'
import type { Change } from './words.ts'

/**
 * What has to be done to `theirs` so that it has what `mine` changed of `base`, too (F7): by whole words, in the order of the
 * text and apart from each other. Whatever anybody has inserted stays, and whatever anybody has deleted of `base` goes; where
 * both have exchanged the same words, both new ones stand there, theirs first; what both have changed alike is changed once.
 */
export const threeWay = (base: string, mine: string, theirs: string): Change[] => {
  const stretches = stretchesOf(base, wordChanges(base, theirs))
  return wordChanges(base, mine)
    .filter((change) => !stretches.some((theirChange) => isSame(change, theirChange)))
    .flatMap((change) => moved(change, stretches, theirs))
}

/** A part of the base, and where in their text it stands: as it was, or exchanged. */
type Stretch = Change & { at: number; kept: boolean }

const stretchesOf = (base: string, changes: readonly Change[]): Stretch[] => {
  const stretches: Stretch[] = []
  let at = 0
  const add = (change: Change, kept: boolean): void => {
    stretches.push({ ...change, at, kept })
    at += change.insert.length
  }
  const keep = (from: number, to: number): void => {
    if (from < to) add({ from, to, insert: base.slice(from, to) }, true)
  }
  let end = 0
  for (const change of changes) {
    keep(end, change.from)
    add(change, false)
    end = change.to
  }
  keep(end, base.length)
  return stretches
}

const isSame = (change: Change, { kept, from, to, insert }: Stretch): boolean =>
  !kept && change.from === from && change.to === to && change.insert === insert

/** What is left to delete of what they have kept; what is new stands before that, or where it would. */
const moved = (change: Change, stretches: readonly Stretch[], theirs: string): Change[] => {
  const rest = stretches
    .filter(({ kept, from, to }) => kept && from < change.to && change.from < to)
    .map(({ from, to, at }) => ({
      from: at + Math.max(from, change.from) - from,
      to: at + Math.min(to, change.to) - from,
      insert: '',
    }))
  const [first] = rest
  if (first !== undefined) return [{ ...first, insert: change.insert }, ...rest.slice(1)]
  if (change.insert === '') return []
  const place = placeOf(change.from, stretches, change.from < change.to)
  return [{ from: place, to: place, insert: apart(change.insert, theirs, place, stretches) }]
}

/**
 * Where in their text something stands that comes at `from` of the base: behind what they have put there, unless that is in the
 * place of what comes after it (and of nothing that is exchanged here, too).
 */
const placeOf = (from: number, stretches: readonly Stretch[], exchanged: boolean): number => {
  const here = stretches.findLast(
    (one) => one.from < from || (one.from === from && (one.from === one.to || exchanged)),
  )
  if (here === undefined) return 0
  if (here.kept) return here.at + Math.min(from, here.to) - here.from
  return here.at + here.insert.length
}

const ENDS_WITH_WORD = /[\p{L}\p{M}\p{N}_]$/u
const BEGINS_WITH_WORD = /^[\p{L}\p{M}\p{N}_]/u

/** A new word is not run together with one of theirs that stands there now. */
const apart = (
  insert: string,
  theirs: string,
  place: number,
  stretches: readonly Stretch[],
): string => {
  const isNew = (at: number): boolean =>
    stretches.some((one) => !one.kept && one.at <= at && at < one.at + one.insert.length)
  const [before, after] = [theirs.slice(0, place).slice(-2), theirs.slice(place, place + 2)]
  const left = isNew(place - 1) && ENDS_WITH_WORD.test(before) && BEGINS_WITH_WORD.test(insert)
  const right = isNew(place) && ENDS_WITH_WORD.test(insert) && BEGINS_WITH_WORD.test(after)
  return `${left ? ' ' : ''}${insert}${right ? ' ' : ''}`
}
