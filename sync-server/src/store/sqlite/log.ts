import { StickyError } from '@sticky/shared/errors'
import type { Statement } from 'better-sqlite3'
import type {
  Append,
  Appended,
  ClientRange,
  Entry,
  Head,
  Loaded,
  Log,
  NewEntry,
  Page,
  PageSize,
} from '../types.ts'
import { openAppender } from './committing/appender.ts'
import { newestSnapshot } from './newest-snapshot.ts'
import type { Connection } from './open.ts'

type HeadRow = Head & { deleted: number }
type LogRow = { seq: number; author: string; clients: string; at: number; bytes: Buffer }

const asEntry = ({ seq, author, clients, at, bytes }: LogRow): Entry => ({
  seq,
  author,
  at,
  update: bytes,
  // whoever opens a document reads thousands of entries, and needs none of this
  get clients() {
    return asRanges(clients)
  },
})

const asRanges = (text: string): ClientRange[] =>
  (JSON.parse(text) as [number, number, number][]).map(([client, from, to]) => ({
    client,
    from,
    to,
  }))

const OF_DOCUMENT = 'head = (SELECT id FROM heads WHERE document = ?)'

type Statements = {
  head: Statement<[string], HeadRow>
  /** Answers with the head's id. */
  setSeq: Statement<[number, string], number>
  /** Moves a head on if it is where it is expected to be: the compare-and-set of R21. Answers with its id. */
  moveOn: Statement<[number, string, number, number], number>
  authorId: Statement<[string], number>
  addAuthor: Statement<[string]>
  insert: Statement<[number, number, number | bigint, string, number, Uint8Array]>
  after: Statement<[string, number, number], LogRow>
  count: Statement<[number]>
}

/** Prepared once: the hot path of the whole server. */
export const prepareLog = (connection: Connection): Statements => {
  const { db } = connection
  const head = db.prepare<[string], HeadRow>(
    'SELECT generation, seq, epoch, trimmed, deleted FROM heads WHERE document = ?',
  )
  const setSeq = db
    .prepare<[number, string], number>('UPDATE heads SET seq = ? WHERE document = ? RETURNING id')
    .pluck()
  const moveOn = db
    .prepare<[number, string, number, number], number>(
      `UPDATE heads SET seq = ? WHERE document = ? AND seq = ? AND epoch = ? AND deleted = 0
       RETURNING id`,
    )
    .pluck()
  const authorId = db.prepare<[string], number>('SELECT id FROM authors WHERE author = ?').pluck()
  const addAuthor = db.prepare<[string]>('INSERT INTO authors (author) VALUES (?)')
  const insert = db.prepare<[number, number, number | bigint, string, number, Uint8Array]>(
    'INSERT INTO log (head, seq, author, clients, at, bytes) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const after = db.prepare<[string, number, number], LogRow>(
    `SELECT l.seq, a.author, l.clients, l.at, l.bytes FROM log l CROSS JOIN authors a ON a.id = l.author
     WHERE l.${OF_DOCUMENT} AND l.seq > ? AND l.quarantined = 0
     ORDER BY l.seq LIMIT ?`,
  )
  const count = db.prepare<[number]>('UPDATE mark SET appended = appended + ?')
  return { head, setSeq, moveOn, authorId, addAuthor, insert, after, count }
}

const insertAll = (
  { insert, authorId, addAuthor }: Statements,
  head: number,
  seq: number,
  entries: readonly NewEntry[],
): void => {
  // not for longer: the transaction may be rolled back, and its authors with it
  const ids = new Map<string, number | bigint>()
  let at = seq
  for (const { author, clients, at: time, update } of entries) {
    at += 1
    let by = ids.get(author)
    if (by === undefined) {
      by = authorId.get(author) ?? addAuthor.run(author).lastInsertRowid
      ids.set(author, by)
    }
    insert.run(head, at, by, asText(clients), time, update)
  }
}

const asText = (clients: readonly ClientRange[]): string => {
  const ranges = clients.map(({ client, from, to }) => `[${client},${from},${to}]`)
  return `[${ranges.join(',')}]`
}

/** The first entries of a new document. To be called inside a transaction. */
export const insertFirst = (
  statements: Statements,
  document: string,
  entries: readonly NewEntry[],
): void => {
  const head = statements.setSeq.get(entries.length, document)
  if (head === undefined) throw new StickyError('not_found')
  insertAll(statements, head, 0, entries)
  statements.count.run(entries.length)
}

/** All of a document's entries. To be called inside a transaction. */
export const forgetLog = ({ db }: Connection, document: string): void => {
  db.prepare(`DELETE FROM log WHERE ${OF_DOCUMENT}`).run(document)
}

const appendOne = (
  statements: Statements,
  { document, expected, epoch, entries }: Append,
): Appended => {
  const seq = expected + entries.length
  const head = statements.moveOn.get(seq, document, expected, epoch)
  if (head === undefined) return whyNot(statements.head.get(document), epoch)
  insertAll(statements, head, expected, entries)
  return { kind: 'appended', seq }
}

const whyNot = (head: HeadRow | undefined, epoch: number): Appended => {
  if (head === undefined || head.deleted === 1) return { kind: 'gone' }
  return head.epoch === epoch ? { kind: 'stale' } : { kind: 'epoch', epoch: head.epoch }
}

/** One row for the mark, however many documents there are. To be called inside a transaction. */
export const appendAll = (statements: Statements, batch: readonly Append[]): Appended[] => {
  let count = 0
  const results = batch.map((append) => {
    const result = appendOne(statements, append)
    if (result.kind === 'appended') count += append.entries.length
    return result
  })
  if (count > 0) statements.count.run(count)
  return results
}

/** `slowFlush`: see `committing/appender.ts`. */
export const sqliteLog = (connection: Connection): Log & { close(): Promise<void> } => {
  const statements = prepareLog(connection)
  const appender = openAppender(connection, (batch) => appendAll(statements, batch))
  const live = (document: string): Head | null => {
    const row = statements.head.get(document)
    if (row === undefined || row.deleted === 1) return null
    const { generation, seq, epoch, trimmed } = row
    return { generation, seq, epoch, trimmed }
  }
  const load = (document: string): Loaded | null => {
    const head = live(document)
    if (head === null) return null
    const snapshot = newestSnapshot(connection, document)
    if ((snapshot?.coversSeq ?? 0) < head.trimmed) {
      throw new StickyError(
        'internal',
        'The snapshots of this document are damaged. Restore it from a backup.',
      )
    }
    const tail = statements.after.all(document, snapshot?.coversSeq ?? 0, -1).map(asEntry)
    return { head, snapshot, tail }
  }
  return {
    append: appender.append,
    close: appender.close,
    head: async (document) => live(document),
    // row by row: what lies beyond the page may be large, and is not read
    read: async (document, after, most) =>
      pageOf(statements.after.iterate(document, after, most.entries + 1), most),
    load: async (document) => connection.read(() => load(document)),
    ...upkeep(connection),
  }
}

const pageOf = (rows: Iterable<LogRow>, most: PageSize): Page => {
  const entries: Entry[] = []
  let bytes = 0
  for (const row of rows) {
    bytes += row.bytes.length
    const full = entries.length >= most.entries || bytes > most.bytes
    if (full && entries.length > 0) return { entries, more: true }
    entries.push(asEntry(row))
  }
  return { entries, more: false }
}

/** What happens to entries after they were written. */
const upkeep = (connection: Connection): Pick<Log, 'quarantine' | 'trim' | 'find'> => {
  const { db } = connection
  const mark = db.prepare(`UPDATE log SET quarantined = 1 WHERE ${OF_DOCUMENT} AND seq = ?`)
  const coveredTwice = db.prepare<[string], { seq: number }>(
    'SELECT covers_seq AS seq FROM snapshots WHERE document = ? ORDER BY covers_seq DESC LIMIT 1 OFFSET 1',
  )
  const covered = db.prepare<[string, number, number], { seq: number; at: number }>(
    `SELECT seq, at FROM log WHERE ${OF_DOCUMENT} AND seq <= ? ORDER BY seq LIMIT ?`,
  )
  const forget = db.prepare(`DELETE FROM log WHERE ${OF_DOCUMENT} AND seq <= ?`)
  const setTrimmed = db.prepare('UPDATE heads SET trimmed = ? WHERE document = ?')
  const byClient = db.prepare<[Record<string, unknown>], LogRow>(
    `SELECT l.seq, a.author, l.clients, l.at, l.bytes FROM log l CROSS JOIN authors a ON a.id = l.author
     WHERE l.head = (SELECT id FROM heads WHERE document = @document) AND l.seq > @after AND l.quarantined = 0
       AND (@client IS NULL OR EXISTS (
         SELECT 1 FROM json_each(l.clients) c
         WHERE c.value ->> 0 = @client AND c.value ->> 1 < @to AND c.value ->> 2 > @from))
     ORDER BY l.seq LIMIT @limit`,
  )
  const trim = (document: string, before: number, limit: number): number => {
    const rows = covered.all(document, coveredTwice.get(document)?.seq ?? 0, limit)
    // clocks jump: what is young keeps everything after it
    const young = rows.findIndex(({ at }) => at >= before)
    const old = young === -1 ? rows : rows.slice(0, young)
    const last = old.at(-1)?.seq
    if (last === undefined) return 0
    forget.run(document, last)
    setTrimmed.run(last, document)
    return old.length
  }
  return {
    quarantine: (document, seqs) =>
      connection.write(() => {
        for (const seq of seqs) mark.run(document, seq)
      }),
    trim: (document, before, limit) => connection.write(() => trim(document, before, limit)),
    find: async (document, query, most) =>
      pageOf(byClient.iterate({ document, ...query, limit: most.entries + 1 }), most),
  }
}
