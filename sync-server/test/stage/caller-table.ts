import { CALLERS } from './scene.ts'
import type { CallerKind } from './scene.ts'

/** What each kind of caller gets. `route` is as declared; `label` has the query and the case that the row is about. */
export type Row = { label: string; route: string; expected: Record<CallerKind, string> }

/**
 * Reads a table: a route on each line, with a query or a case in brackets if there are several rows of it, then what
 * each of {@link CALLERS} gets. Lines that begin with `own` name the columns; bars and empty lines are for the eye.
 */
export const readTable = (text: string): Row[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('own '))
    .map(readRow)

const readRow = (line: string): Row => {
  const [label = '', cells = ''] = line.split(/ {2,}(.*)/)
  const values = cells.split(/[\s|]+/)
  if (values.length !== CALLERS.length)
    throw new Error(`${label} says it of ${values.length} callers; there are ${CALLERS.length}.`)
  const expected = Object.fromEntries(CALLERS.map((kind, i) => [kind, values[i]]))
  return {
    label,
    route: label.replace(/\?.*| \(.*/, ''),
    expected: expected as Record<CallerKind, string>,
  }
}
