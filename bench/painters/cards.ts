import type { CardView } from '../../sync-server/src/bus/types.ts'
import * as texts from '../../sync-server/src/preview/golden/texts.ts'
import { someView } from '../../sync-server/src/preview/golden/views.ts'

/** Usual documents: marks, tasks, a table, code, emoji. Every painter gets them, none is in a script of its own. */
const usual = [texts.checklist, texts.report, texts.latin, texts.nested]

/** The scripts of the world, for what memory takes. */
const world = [
  ...usual,
  texts.japanese,
  texts.chinese,
  texts.korean,
  texts.arabic,
  texts.hebrew,
  texts.thai,
  texts.devanagari,
  texts.emoji,
  texts.code,
]

/** The card with that number: no two are the same, so that nobody can keep one. */
export const usualCard = (number: number): CardView => card(usual, number)
export const worldCard = (number: number): CardView => card(world, number)

const card = (texts: readonly string[], number: number): CardView => ({
  ...someView,
  kind: 'link',
  title: `Plan number ${number}`,
  text: (texts[number % texts.length] ?? '').replace(/ (?=\p{L})/u, ` ${number} `),
})
