/**
 * An order of documents `d`, created by users `u`. `columns`: what makes it, the last one being the document; `key`: all
 * but the last as one value. `from`: where they come in this order without being sorted. `after`: where a page begins
 * behind @key and @afterId; no document is looked up for that: it would tell whether there is one (T5).
 */
export type Sort = { key: string; columns: readonly string[]; after: string; from: string }

const byDocument = (key: string): Sort => ({
  key,
  columns: [key, 'd.id'],
  after: '@key, @afterId',
  from: 'documents d',
})

export const SORTS = {
  created: byDocument('d.created_at'),
  modified: byDocument('d.modified_at'),
  title: byDocument('d.title_key'),
  // two people may have one name: their documents do not mix. By rowid, since SQLite then knows that each comes once,
  // and reads their documents in order
  creator: {
    key: 'lower(u.display_name) || char(10) || u.id',
    columns: ['lower(u.display_name)', 'u.rowid', 'd.id'],
    after: `substr(@key, 1, instr(@key, char(10)) - 1),
      coalesce((SELECT rowid FROM users WHERE id = substr(@key, instr(@key, char(10)) + 1)), 0),
      @afterId`,
    from: 'users u CROSS JOIN documents d ON d.created_by = u.id',
  },
} as const satisfies Record<string, Sort>

export type Order = 'asc' | 'desc'

/** The condition for what comes behind where a page ended. */
export const isBehind = ({ columns, after }: Sort, order: Order): string =>
  `(${columns.join(', ')}) ${order === 'asc' ? '>' : '<'} (${after})`

export const orderBy = ({ columns }: Sort, order: Order): string =>
  `ORDER BY ${columns.map((column) => `${column} ${order}`).join(', ')}`
