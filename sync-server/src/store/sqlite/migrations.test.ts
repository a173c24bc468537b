import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import { newWorld } from '../../../test/stage/store.ts'
import { ALL, START } from '../contract/world.ts'
import { openStore } from '../open.ts'
import { initial } from './migrations/0001-initial.ts'
import { links } from './migrations/0002-links.ts'
import { search } from './migrations/0003-search.ts'
import { history } from './migrations/0004-history.ts'
import { estates } from './migrations/0005-estates.ts'
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

test('F61 C2: the log of a program with long rows is all there, and goes on', async () => {
  const old = join(folder, 'old.db')
  const raw = new Database(old)
  raw.exec(initial + links + search + history + estates)
  raw.pragma('user_version = 5')
  const head = raw.prepare('INSERT INTO heads VALUES (?, ?, ?, ?, ?, ?)')
  head.run('plan', 'g1', 4, 7, 1, 0)
  head.run('notes', 'g2', 1, 1, 0, 0)
  head.run('gone', 'g3', 0, 1, 0, 1)
  const row = raw.prepare('INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?)')
  row.run('plan', 2, 'user:ada', '[[9,0,5]]', START, Buffer.of(2), 0)
  row.run('plan', 3, 'link:bob', '[]', START, Buffer.of(3), 1)
  row.run('plan', 4, 'link:bob', '[[8,0,1],[9,5,6]]', START + 1, Buffer.of(4), 0)
  row.run('notes', 1, 'user:ada', '[[7,0,1]]', START, Buffer.of(1), 0)
  raw.close()
  const opened = await openSqlite(old)
  const { log } = opened
  expect(await log.head('plan')).toEqual({ generation: 'g1', seq: 4, epoch: 7, trimmed: 1 })
  expect(await log.head('gone')).toBeNull()
  const entriesOf = async (document: string): Promise<unknown[]> =>
    (await log.read(document, 0, ALL)).entries.map(({ seq, author, clients, at, update }) => [
      seq,
      author,
      clients.map(({ client, from, to }) => [client, from, to]),
      at,
      [...update],
    ])
  const plan = [
    [2, 'user:ada', [[9, 0, 5]], START, [2]],
    [
      4,
      'link:bob',
      [
        [8, 0, 1],
        [9, 5, 6],
      ],
      START + 1,
      [4],
    ],
  ]
  expect(await entriesOf('plan')).toEqual(plan)
  expect(await entriesOf('notes')).toEqual([[1, 'user:ada', [[7, 0, 1]], START, [1]]])
  const entries = [{ author: 'user:eve', clients: [], at: START, update: Buffer.of(5) }]
  expect(await log.append([{ document: 'plan', expected: 4, epoch: 7, entries }])).toEqual([
    { kind: 'appended', seq: 5 },
  ])
  expect(await entriesOf('plan')).toEqual([...plan, [5, 'user:eve', [], START, [5]]])
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
  const searchFor = async (text: string): Promise<string[]> => {
    const reach = new Map([['user:ada', 'own']] as const)
    const filter = { userId: 'ada', reach, createdBy: null, sharedBy: null, sharedWith: null }
    const page = { sort: 'relevance', order: 'desc', limit: 100, after: null } as const
    const hits = await migrated.search.find({ ...filter, ...page, text })
    return hits.map(({ row }) => row.title)
  }
  expect(await searchFor('worter')).toEqual(['Wörter'])
  expect(await searchFor('bugdet')).toEqual(['Wörter'])
  expect(await searchFor('gone')).toEqual([])
  expect(await searchFor('300')).toEqual(['Number 300'])
  expect((await searchFor('number')).slice(0, 2)).toEqual(['Number 300', 'Number 299'])
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
