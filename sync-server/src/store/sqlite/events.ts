import type { ServerEvent } from '@sticky/shared/events'
import type { Events } from '../types.ts'
import type { Connection } from './open.ts'

/** How many events are kept for a bot that was away; after more than these it repairs from the placements. */
const KEPT = 10_000

/** To be called inside the transaction that causes the event. */
export const addEvent = (connection: Connection, event: ServerEvent): void => {
  const { lastInsertRowid } = connection.db
    .prepare('INSERT INTO events (event) VALUES (?)')
    .run(JSON.stringify(event))
  connection.db.prepare('DELETE FROM events WHERE id <= ?').run(Number(lastInsertRowid) - KEPT)
}

export const sqliteEvents = (connection: Connection): Events => {
  const after = connection.db.prepare<[number, number], { id: number; event: string }>(
    'SELECT id, event FROM events WHERE id > ? ORDER BY id LIMIT ?',
  )
  const newest = connection.db.prepare<[], { id: number | null }>(
    'SELECT max(id) AS id FROM events',
  )
  return {
    after: async (id, limit) =>
      after
        .all(id, limit)
        .map((row) => ({ id: row.id, event: JSON.parse(row.event) as ServerEvent })),
    newest: async () => newest.get()?.id ?? 0,
  }
}
