import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import { newWorld } from '../../../test/stage/store.ts'
import { START } from '../contract/world.ts'
import { openStore } from '../open.ts'
import { initial } from './migrations/0001-initial.ts'
import { links } from './migrations/0002-links.ts'
import { openSqlite } from './sqlite.ts'

let folder: string
let path: string

beforeEach(async () => {
  ;({ folder, path } = await newWorld())
})

test('a database of an older program is brought up to date, with what is in it', async () => {
  const older = join(folder, 'older.db')
  const raw = new Database(older)
  raw.exec(initial)
  raw.exec(
    `INSERT INTO users (id, display_name, color, created_at) VALUES ('ada', 'Ada', '#000', 0)`,
  )
  raw.pragma('user_version = 1')
  raw.close()
  const opened = await openSqlite(older)
  expect(await opened.users.get('ada')).toMatchObject({ displayName: 'Ada' })
  expect(await opened.links.byToken('none')).toBeNull()
  await opened.close()
})

test('F46: a database from before there was search is searched like any other', async () => {
  const old = join(folder, 'old.db')
  const raw = new Database(old)
  raw.exec(initial)
  raw.pragma('user_version = 1')
  raw.exec(`
    INSERT INTO users (id, display_name, color, created_at) VALUES ('ada', 'Ada', '#000', 1);
    INSERT INTO documents (id, title, created_by, created_at, modified_at, deleted_at) VALUES
      ('1', 'Wörter', 'ada', ${START}, ${START}, NULL), ('2', 'Gone', 'ada', ${START}, ${START}, 1);
    INSERT INTO heads (document, generation, seq, epoch) VALUES ('1', 'g', 1, 1), ('2', 'g', 1, 1);
    INSERT INTO grants (document, principal, role, created_at) VALUES
      ('1', 'user:ada', 'own', 1), ('2', 'user:ada', 'own', 1);
    INSERT INTO snapshots (document, covers_seq, bytes, state_vector, deleted, authors, contributors, text, at, digest)
      SELECT id, 1, x'00', x'00', x'00', '[]', '[]', 'The budget', 1, x'00' FROM documents;
    WITH RECURSIVE n (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
      INSERT INTO documents (id, title, created_by, created_at, modified_at)
      SELECT i, 'Number ' || i, 'ada', ${START} + i, ${START} FROM n;
    INSERT INTO grants (document, principal, role, created_at)
      SELECT id, 'user:ada', 'own', 1 FROM documents WHERE id > 2;`)
  raw.close()
  const migrated = await openSqlite(old)
  const search = async (text: string): Promise<string[]> => {
    const reach = new Map([['user:ada', 'own']] as const)
    const filter = { userId: 'ada', reach, createdBy: null, sharedBy: null, sharedWith: null }
    const page = { sort: 'relevance', order: 'desc', limit: 100, after: null } as const
    const hits = await migrated.search.find({ ...filter, ...page, text })
    return hits.map(({ row }) => row.title)
  }
  expect(await search('worter')).toEqual(['Wörter'])
  expect(await search('bugdet')).toEqual(['Wörter'])
  expect(await search('gone')).toEqual([])
  expect(await search('300')).toEqual(['Number 300'])
  expect((await search('number')).slice(0, 2)).toEqual(['Number 300', 'Number 299'])
  await migrated.close()
})

test('F28: a database of a program without versions begins with what is there', async () => {
  const older = join(folder, 'older.db')
  const raw = new Database(older)
  raw.exec(initial + links)
  raw.exec(`INSERT INTO heads (document, generation, seq, epoch) VALUES ('plan', 'g', 7, 1)`)
  for (const seq of [5, 7]) {
    raw
      .prepare(`INSERT INTO snapshots VALUES ('plan', ?, x'', x'', x'', '[]', ?, 'text', 9, x'')`)
      .run(seq, JSON.stringify([{ author: 'user:ada', at: 9 }]))
  }
  raw.pragma('user_version = 2')
  raw.close()
  const opened = await openSqlite(older)
  const { history } = opened
  expect(await history.due({ rested: 10, begun: 0, now: 10 }, 10)).toEqual(['plan'])
  const version = { seq: 7, text: 'text', authorship: { authors: [], runs: [] } }
  expect(await history.add('plan', version)).toBe(true)
  expect(await history.get('plan', 7)).toMatchObject({ at: 9, authors: ['user:ada'], size: 4 })
  await opened.close()
})

test('F40: those who were deleted before there were heirs leave their documents in the same way', async () => {
  const old = join(folder, 'old.db')
  const db = new Database(old)
  db.exec(initial)
  db.exec(links)
  db.pragma('user_version = 2')
  db.exec(`
    INSERT INTO users (id, display_name, color, created_at, deleted_at) VALUES ('gone', '', '', 1, 2), ('here', '', '', 1, NULL);
    INSERT INTO documents (id, title, created_by, created_at, modified_at)
      SELECT value, '', 'gone', 1, 1 FROM json_each('["shared", "housed", "alone"]');
    INSERT INTO grants (document, principal, role, created_at) VALUES
      ('shared', 'user:gone', 'own', 1), ('shared', 'user:here', 'own', 2),
      ('housed', 'user:gone', 'own', 1), ('housed', 'channel:g/2', 'view', 3), ('housed', 'channel:g/1', 'edit', 4),
      ('alone', 'user:gone', 'own', 1), ('alone', 'user:here', 'edit', 1);
  `)
  db.close()
  const opened = await openSqlite(old)
  const owners = async (id: string): Promise<string[]> =>
    (await opened.grants.of(id)).flatMap(({ principal, role }) => (role === 'own' ? principal : []))
  expect(await owners('shared')).toEqual(['user:here'])
  expect(await owners('housed')).toEqual(['managers:g/2'])
  expect(await owners('alone')).toEqual([])
  expect(await opened.documents.purge(Date.now() + 60_000, 10)).toEqual(['alone'])
  await opened.close()
})

test('C3: a database of a newer program is refused, and left as it is', async () => {
  const raw = new Database(path)
  raw.pragma('user_version = 99')
  raw.close()
  const opening = openStore({ databasePath: path })
  await expect(opening).rejects.toThrow(/schema 99.*newer Sticky/)
  await expect(opening).rejects.not.toThrow(/writable/)
  const after = new Database(path)
  expect(after.pragma('user_version', { simple: true })).toBe(99)
  after.close()
})
