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

type Statements = {
  head: Statement<[string], HeadRow>
  setSeq: Statement<[number, string]>
  /** Moves a head on if it is where it is expected to be: the compare-and-set of R21. */
  moveOn: Statement<[number, string, number, number]>
  insert: Statement<[string, number, string, string, number, Uint8Array]>
  after: Statement<[string, number, number], LogRow>
  count: Statement<[number]>
}

/** Prepared once: the hot path of the whole server. */
export const prepareLog = (connection: Connection): Statements => {
  const { db } = connection
  const head = db.prepare<[string], HeadRow>(
    'SELECT generation, seq, epoch, trimmed, deleted FROM heads WHERE document = ?',
  )
  const setSeq = db.prepare<[number, string]>('UPDATE heads SET seq = ? WHERE document = ?')
  const moveOn = db.prepare<[number, string, number, number]>(
    'UPDATE heads SET seq = ? WHERE document = ? AND seq = ? AND epoch = ? AND deleted = 0',
  )
  const insert = db.prepare<[string, number, string, string, number, Uint8Array]>(
    'INSERT INTO log (document, seq, author, clients, at, bytes) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const after = db.prepare<[string, number, number], LogRow>(
    `SELECT seq, author, clients, at, bytes FROM log
     WHERE document = ? AND seq > ? AND quarantined = 0 ORDER BY seq LIMIT ?`,
  )
  const count = db.prepare<[number]>('UPDATE mark SET appended = appended + ?')
  return { head, setSeq, moveOn, insert, after, count }
}

const insertAll = (
  { insert }: Statements,
  document: string,
  seq: number,
  entries: readonly NewEntry[],
): void => {
  let at = seq
  for (const { author, clients, at: time, update } of entries) {
    at += 1
    insert.run(document, at, author, asText(clients), time, update)
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
  insertAll(statements, document, 0, entries)
  statements.setSeq.run(entries.length, document)
  statements.count.run(entries.length)
}

const appendOne = (
  statements: Statements,
  { document, expected, epoch, entries }: Append,
): Appended => {
  const seq = expected + entries.length
  const { changes } = statements.moveOn.run(seq, document, expected, epoch)
  if (changes === 0) return whyNot(statements.head.get(document), epoch)
  insertAll(statements, document, expected, entries)
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
export const sqliteLog = (
  connection: Connection,
  slowFlush?: number,
): Log & { close(): Promise<void> } => {
  const statements = prepareLog(connection)
  const appender = openAppender(connection, (batch) => appendAll(statements, batch), slowFlush)
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
    read: async (document, after, most) => readPage(statements, document, after, most),
    load: async (document) => connection.read(() => load(document)),
    ...upkeep(connection),
  }
}

const readPage = (
  { after: rowsAfter }: Statements,
  document: string,
  after: number,
  most: PageSize,
): Page => {
  const entries: Entry[] = []
  let bytes = 0
  // row by row: what lies beyond the page may be large, and is not read
  for (const row of rowsAfter.iterate(document, after, most.entries + 1)) {
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
  const mark = db.prepare('UPDATE log SET quarantined = 1 WHERE document = ? AND seq = ?')
  const coveredTwice = db.prepare<[string], { seq: number }>(
    'SELECT covers_seq AS seq FROM snapshots WHERE document = ? ORDER BY covers_seq DESC LIMIT 1 OFFSET 1',
  )
  const covered = db.prepare<[string, number, number], { seq: number; at: number }>(
    'SELECT seq, at FROM log WHERE document = ? AND seq <= ? ORDER BY seq LIMIT ?',
  )
  const forget = db.prepare('DELETE FROM log WHERE document = ? AND seq <= ?')
  const setTrimmed = db.prepare('UPDATE heads SET trimmed = ? WHERE document = ?')
  const byClient = db.prepare<[Record<string, unknown>], LogRow>(
    `SELECT seq, author, clients, at, bytes FROM log l
     WHERE document = @document AND seq > @after AND quarantined = 0
       AND (@client IS NULL OR EXISTS (
         SELECT 1 FROM json_each(l.clients) c
         WHERE c.value ->> 0 = @client AND c.value ->> 1 < @to AND c.value ->> 2 > @from))
     ORDER BY seq LIMIT @limit`,
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
    find: async (document, query) => byClient.all({ document, ...query }).map(asEntry),
  }
}
