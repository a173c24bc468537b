import { contentsOf, NO_CONTENTS, wordsIn } from '../search/contents.ts'
import type { Contents } from '../search/contents.ts'
import { fold } from '../search/fold.ts'
import { distinctWordsOf } from '../search/words.ts'
import type { Connection } from './open.ts'
import { rightsOf, tokensOf } from './search-tokens.ts'
import type { IndexedGrant } from './search-tokens.ts'
import { searchVocabulary } from './search-vocabulary.ts'
import type { Vocabulary } from './search-vocabulary.ts'

type DocumentRecord = {
  title: string
  created_by: string
  created_at: number
  deleted_at: number | null
}

/** What the index has of a document; no rights: nothing, since nobody may find it. */
type Entry = Contents & { rights: string }

const NOTHING: Entry = { rights: '', ...NO_CONTENTS }

/** Documents that one write brings up to date: what it has changed itself, and what a migration has left. */
const PER_WRITE = 100

export type SearchIndex = {
  /** Ends every write that changes what search knows. True while there is more to do. */
  finish(): boolean
  /** Before a write with this text: what takes long is done now, so that the write does not. */
  prepare(text: string): Promise<void>
}

/**
 * Keeps search in step: every write ends with bringing up to date what it has put on `search_due`, in its own
 * transaction.
 */
export const keepSearchIndex = (connection: Connection): SearchIndex => {
  const { db } = connection
  const due = db.prepare<[], { rowid: number; document: string }>(
    `SELECT rowid, document FROM search_due ORDER BY rowid LIMIT ${PER_WRITE}`,
  )
  const done = db.prepare('DELETE FROM search_due WHERE rowid = ?')
  const vocabulary = searchVocabulary(connection)
  const words = rememberLast(distinctWordsOf)
  const index = indexer(connection, vocabulary, words)
  return {
    finish: () => {
      const documents = due.all()
      for (const { rowid, document } of documents) {
        index(document)
        done.run(rowid)
      }
      return documents.length === PER_WRITE
    },
    prepare: (text) => vocabulary.learnAhead(words(text)),
  }
}

type WordsOf = (text: string) => readonly string[]

/** A text is prepared and then written. */
const rememberLast = (wordsOf: WordsOf): WordsOf => {
  let last: { text: string; words: readonly string[] } = { text: '', words: [] }
  return (text) => {
    if (text !== last.text) last = { text, words: wordsOf(text) }
    return last.words
  }
}

const indexer = (
  connection: Connection,
  vocabulary: Vocabulary,
  wordsOf: WordsOf,
): ((document: string) => void) => {
  const { db } = connection
  const entries = entryTable(connection)
  const get = db.prepare<[string], DocumentRecord>('SELECT * FROM documents WHERE id = ?')
  const text = db
    .prepare<[string], string>(
      'SELECT text FROM snapshots WHERE document = ? ORDER BY covers_seq DESC LIMIT 1',
    )
    .pluck()
  const grants = db.prepare<[string], IndexedGrant>(
    'SELECT principal, role, granted_by FROM grants WHERE document = ? ORDER BY principal',
  )
  const setTitleKey = db.prepare<[{ id: string; key: string }]>(
    'UPDATE documents SET title_key = @key WHERE id = @id AND title_key <> @key',
  )
  const entryOf = (document: string, row: DocumentRecord | undefined): Entry =>
    row === undefined || row.deleted_at !== null
      ? NOTHING
      : {
          rights: rightsOf(row.created_by, grants.all(document)).join(' '),
          ...contentsOf(distinctWordsOf(row.title), wordsOf(text.get(document) ?? '')),
        }
  return (document) => {
    const row = get.get(document)
    if (row !== undefined) setTitleKey.run({ id: document, key: sortKeyOf(row.title) })
    const id = entries.idOf(document, row)
    if (id === undefined) return
    const before = entries.get(id)
    const after = entryOf(document, row)
    if (!sameEntry(before, after)) entries.put(id, before, after)
    if (before.words !== after.words) vocabulary.learn(newWords(before, after))
    if (row === undefined) entries.remove(id)
  }
}

const newWords = (before: Entry, after: Entry): string[] => {
  const had = new Set(wordsIn(before.words))
  return wordsIn(after.words).filter((word) => !had.has(word))
}

/** Enough to sort by, and short enough for a cursor. */
const sortKeyOf = (title: string): string =>
  fold(title.normalize('NFC')).slice(0, 100).toWellFormed()

const sameEntry = (a: Entry, b: Entry): boolean =>
  a.rights === b.rights && a.title === b.title && a.words === b.words

/** The rows of one document in the tables of search. */
const entryTable = ({ db }: Connection) => {
  const known = db
    .prepare<[string], number>('SELECT id FROM search_documents WHERE document = ?')
    .pluck()
  const add = db
    .prepare<[string, number], number>(
      'INSERT INTO search_documents (document, created_at) VALUES (?, ?) RETURNING id',
    )
    .pluck()
  const get = db.prepare<[number], Entry>(
    'SELECT rights, title, words FROM search_contents WHERE id = ?',
  )
  const put = db.prepare(
    `INSERT INTO search_contents (id, rights, title, words) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET
     rights = excluded.rights, title = excluded.title, words = excluded.words`,
  )
  const takeOut = db.prepare('DELETE FROM search_index WHERE rowid = ?')
  const takeIn = db.prepare('INSERT INTO search_index (rowid, tokens) VALUES (?, ?)')
  const removeContents = db.prepare('DELETE FROM search_contents WHERE id = ?')
  const removeDocument = db.prepare('DELETE FROM search_documents WHERE id = ?')
  return {
    idOf: (document: string, row: DocumentRecord | undefined): number | undefined =>
      known.get(document) ?? (row && add.get(document, row.created_at)),
    get: (id: number): Entry => get.get(id) ?? NOTHING,
    put: (id: number, before: Entry, after: Entry): void => {
      if (before.rights !== '') takeOut.run(id)
      if (after.rights !== '') takeIn.run(id, [after.rights, ...tokensOf(after)].join(' '))
      put.run(id, after.rights, after.title, after.words)
    },
    remove: (id: number): void => {
      removeContents.run(id)
      removeDocument.run(id)
    },
  }
}
