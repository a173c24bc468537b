import type { Statement } from 'better-sqlite3'
import type { Append, Appended, Entry, Head, Loaded, Log, NewEntry } from '../types.ts'
import type { Connection } from './open.ts'
import { newestSnapshot } from './snapshots.ts'

type HeadRow = Head & { deleted: number }
type LogRow = { seq: number; author: string; clients: string; at: number; bytes: Buffer }

const asEntry = (row: LogRow): Entry => ({
  seq: row.seq,
  author: row.author,
  clients: (JSON.parse(row.clients) as [number, number, number][]).map(([client, from, to]) => ({
    client,
    from,
    to,
  })),
  at: row.at,
  update: row.bytes,
})

type Statements = {
  head: Statement<[string], HeadRow>
  setSeq: Statement<[number, string]>
  insert: Statement<[string, number, string, string, number, Uint8Array]>
  after: Statement<[string, number, number], LogRow>
}

/** Prepared once: the hot path of the whole server. */
export const prepareLog = (connection: Connection): Statements => {
  const { db } = connection
  const head = db.prepare<[string], HeadRow>(
    'SELECT generation, seq, epoch, deleted FROM heads WHERE document = ?',
  )
  const setSeq = db.prepare<[number, string]>('UPDATE heads SET seq = ? WHERE document = ?')
  const insert = db.prepare<[string, number, string, string, number, Uint8Array]>(
    'INSERT INTO log (document, seq, author, clients, at, bytes) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const after = db.prepare<[string, number, number], LogRow>(
    'SELECT seq, author, clients, at, bytes FROM log WHERE document = ? AND seq > ? ORDER BY seq LIMIT ?',
  )
  return { head, setSeq, insert, after }
}

/** Writes entries after `seq`; answers with the seq of the last. To be called inside a transaction. */
export const insertEntries = (
  statements: Statements,
  document: string,
  seq: number,
  entries: readonly NewEntry[],
): number => {
  let last = seq
  for (const { author, clients, at, update } of entries) {
    last += 1
    const ranges = JSON.stringify(clients.map(({ client, from, to }) => [client, from, to]))
    statements.insert.run(document, last, author, ranges, at, update)
  }
  statements.setSeq.run(last, document)
  return last
}

const appendOne = (statements: Statements, append: Append): Appended => {
  const head = statements.head.get(append.document)
  if (head === undefined || head.deleted === 1) return { kind: 'gone' }
  if (head.epoch !== append.epoch) return { kind: 'epoch', epoch: head.epoch }
  if (head.seq !== append.expected) return { kind: 'stale' }
  return {
    kind: 'appended',
    seq: insertEntries(statements, append.document, head.seq, append.entries),
  }
}

export const sqliteLog = (connection: Connection): Log => {
  const statements = prepareLog(connection)
  const live = (document: string): Head | null => {
    const row = statements.head.get(document)
    if (row === undefined || row.deleted === 1) return null
    return { generation: row.generation, seq: row.seq, epoch: row.epoch }
  }
  const load = (document: string): Loaded | null => {
    const head = live(document)
    if (head === null) return null
    const snapshot = newestSnapshot(connection, document)
    const tail = statements.after.all(document, snapshot?.coversSeq ?? 0, -1).map(asEntry)
    return { head, snapshot, tail }
  }
  return {
    append: (batch) => connection.write(() => batch.map((append) => appendOne(statements, append))),
    head: async (document) => live(document),
    read: async (document, after, limit) =>
      statements.after.all(document, after, limit).map(asEntry),
    load: async (document) => connection.read(() => load(document)),
  }
}
