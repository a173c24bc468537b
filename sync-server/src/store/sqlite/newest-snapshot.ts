import { createHash } from 'node:crypto'
import type { Contributor, Snapshot } from '../types.ts'
import type { Connection } from './open.ts'

type Row = {
  covers_seq: number
  bytes: Buffer
  state_vector: Buffer
  deleted: Buffer
  authors: string
  contributors: string
  text: string
  at: number
  digest: Buffer
}

/** Of what a snapshot is read from: a damaged one is passed over. */
export const digestOf = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const isWhole = (row: Row): boolean =>
  digestOf(row.bytes, row.state_vector, row.deleted).equals(row.digest)

const asSnapshot = (row: Row): Snapshot => ({
  coversSeq: row.covers_seq,
  update: row.bytes,
  stateVector: row.state_vector,
  deleted: row.deleted,
  authors: JSON.parse(row.authors) as [number, string][],
  contributors: JSON.parse(row.contributors) as Contributor[],
  text: row.text,
  at: row.at,
})

/**
 * The snapshot that covers most of the log, up to an entry. A damaged one counts as not there: the one before it and the log,
 * which is kept that far back, have everything.
 */
export const newestSnapshot = (
  connection: Connection,
  document: string,
  upTo = Number.MAX_SAFE_INTEGER,
): Snapshot | null => {
  const rows = connection.db
    .prepare<[string, number], Row>(
      'SELECT * FROM snapshots WHERE document = ? AND covers_seq <= ? ORDER BY covers_seq DESC',
    )
    .iterate(document, upTo)
  for (const row of rows) if (isWhole(row)) return asSnapshot(row)
  return null
}
