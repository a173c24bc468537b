import { excerptOf } from '../search/excerpt.ts'
import { queryWordsOf } from '../search/words.ts'
import type { Hit, SearchQuery } from '../types.ts'
import { asDocument } from './document-row.ts'
import type { DocumentRecord } from './document-row.ts'
import type { Connection } from './open.ts'
import { RANK_IN_REACH, reachJson, roleOfRank, WITH_REACH } from './reach.ts'
import { searchCandidates } from './search-candidates.ts'
import { searchLadder } from './search-ladder.ts'
import { rightsMatch } from './search-match.ts'
import { searchSieve } from './search-sieve.ts'
import { searchSorted } from './search-sorted.ts'
import type { Place, Task } from './search-task.ts'
import { searchWalk } from './search-walk.ts'
import { termFinder } from './search-terms.ts'

/** So many documents can be looked at one by one; more are left to the index. */
const FEW = 250
/** So many documents are looked at in the order of the page, before the index has to gather all that answer. */
const STEPS = 1_000
/** Questions to the index up to this length, in UTF-16 units, are short work: some dozens of words. */
const SHORT_WORK = 2_000

/**
 * Rights are part of every question to the index, so nothing that the caller may not read is counted, ranked or
 * paged over (T5). A question with few candidates is answered by looking at each; one with many by looking at the first
 * documents in the order of the page, and only then by having the index gather all that answer.
 */
export const sqliteSearch = (
  connection: Connection,
  few = FEW,
  steps = STEPS,
  shortWork = SHORT_WORK,
): ((query: SearchQuery) => Hit[]) => {
  const termOf = termFinder(connection)
  const hitsOf = hydrate(connection)
  const candidates = searchCandidates(connection, few)
  const walk = searchWalk(connection, steps)
  const ladder = searchLadder(connection, {
    walk,
    sieve: searchSieve(connection, steps),
    shortWork,
  })
  const sorted = searchSorted(connection, walk)

  const taskOf = (query: SearchQuery): Task | null => {
    const words = queryWordsOf(query.text)
    const rights = rightsMatch(query)
    if (words.length === 0 || rights === null) return null
    return { query, rights, words, terms: words.map(termOf) }
  }
  const find = (query: SearchQuery): Hit[] => {
    const task = taskOf(query)
    if (task === null) return []
    const few = candidates(task)
    const pages = query.sort === 'relevance' ? ladder : sorted
    return hitsOf(few === null ? pages.page(task) : pages.pageOf(few, query), query)
  }
  return (query) => connection.read(() => find(query))
}

/** Rows, excerpts and the role that they are read with, which is asked for again: by grants, not by the index. */
const hydrate = ({ db }: Connection) => {
  const open = db.prepare<
    [{ id: number; reach: string }],
    DocumentRecord & { rank: number; text: string }
  >(
    `${WITH_REACH} SELECT d.*, ${RANK_IN_REACH} AS rank, coalesce((SELECT text FROM snapshots
       WHERE document = d.id ORDER BY covers_seq DESC LIMIT 1), '') AS text
     FROM search_documents s CROSS JOIN documents d ON d.id = s.document
     WHERE s.id = @id AND d.deleted_at IS NULL AND rank > 0`,
  )
  return (places: readonly Place[], query: SearchQuery): Hit[] => {
    const reach = reachJson(query.reach)
    return places.flatMap(({ id, rung, key }) => {
      const found = open.get({ id, reach })
      if (found === undefined) return []
      const { text, rank } = found
      const at = { rung, key, id: found.id }
      const excerpt = excerptOf(found.title, text, query.text)
      return [{ row: asDocument(found), role: roleOfRank(rank), excerpt, at }]
    })
  }
}
