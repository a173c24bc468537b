import { cleanLine } from './clean.ts'
import type { Ink } from './ink.ts'
import { fitLine, lineInks } from './line.ts'
import type { Look } from './token.ts'

/** What the last line of a card says. */
export type Facts = {
  words: number
  tasks: { done: number; total: number }
  editedAt: number
  editedBy: string | null
}

export const footerHeight = 42

const look: Look = { size: 13, leading: 20, color: 'muted', mark: 0, direction: 'ltr' }
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/**
 * "142 words · 3 of 5 done · edited 22 Nov, 14:02 UTC by Kari". The time is absolute, as the picture
 * doesn't change while it is looked at.
 */
export function footerText({ words, tasks, editedAt, editedBy }: Facts): string {
  const name = cleanLine(editedBy ?? '', 40)
  const time = timeText(editedAt)
  return [
    words > 0 && (words === 1 ? '1 word' : `${words.toLocaleString('en')} words`),
    tasks.total > 0 && `${tasks.done} of ${tasks.total} done`,
    time && `edited ${time}${name && ` by ${name}`}`,
  ]
    .filter(Boolean)
    .join(' · ')
}

/** The facts under a line that fills up with the tasks that are done. */
export function footerInks(facts: Facts, x: number, y: number, width: number): Ink[] {
  const { done, total } = facts.tasks
  const [line] = fitLine([{ text: footerText(facts), mark: 0, at: 0 }], look, width)
  const bar = { kind: 'box', x, y, height: 2, radius: 1 } as const
  return [
    { ...bar, width, color: 'line' },
    ...(done > 0 ? [{ ...bar, width: (width * done) / total, color: 'done' } as const] : []),
    ...(line ? lineInks(line, look, x, y + 11) : []),
  ]
}

function timeText(time: number): string {
  const date = new Date(time)
  if (!Number.isFinite(date.getTime())) return ''
  const clock = date.toISOString().slice(-13, -8)
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}, ${clock} UTC`
}
