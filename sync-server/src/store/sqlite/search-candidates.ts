import type { Contents } from '../search/contents.ts'
import { LADDER, rungOf } from '../search/ladder.ts'
import type { Connection } from './open.ts'
import { upTo } from './search-match.ts'
import { MOST_BYTES } from './search-task.ts'
import type { Step, Task } from './search-task.ts'
import { tellingOf } from './search-terms.ts'
import { all } from './search-tokens.ts'

const WORD = LADDER.indexOf('word')
const WIDEST = LADDER.length - 1

/**
 * Every document that answers the query, with its rung, if there are at most `few` to look at; else null. The cheapest
 * questions come first. Who may read no more than that gets an answer, and waits for it, because of these alone (T5).
 */
export const searchCandidates = ({ db }: Connection, few: number) => {
  const matching = db
    .prepare<[string, number], number>(
      'SELECT rowid FROM search_index WHERE search_index MATCH ? LIMIT ?',
    )
    .pluck()
  const bytes = db
    .prepare<[string], number>(
      `SELECT total(octet_length(c.words)) FROM json_each(?) j
       CROSS JOIN search_contents c ON c.id = j.value`,
    )
    .pluck()
  const contents = db.prepare<[string], Contents & { id: number }>(
    `SELECT c.id, c.title, c.words FROM json_each(?) j
     CROSS JOIN search_contents c ON c.id = j.value`,
  )
  const find = (question: string): string | null => {
    const ids = matching.all(question, few + 1)
    if (ids.length > few) return null
    const list = JSON.stringify(ids)
    return (bytes.get(list) ?? 0) > MOST_BYTES ? null : list
  }
  const candidates = ({ rights, terms }: Task): string | null => {
    const readable = find(rights)
    if (readable !== null) return readable
    if (find(all([rights, upTo(WORD, terms)])) === null) return null
    const telling = tellingOf(terms)
    return telling.length === 0 ? null : find(all([rights, upTo(WIDEST, telling)]))
  }
  return (task: Task): Step[] | null => {
    const list = candidates(task)
    if (list === null) return null
    return contents.all(list).flatMap(({ id, ...contents }) => {
      const rung = rungOf(contents, task.words)
      return rung === null ? [] : [{ id, rung }]
    })
  }
}
