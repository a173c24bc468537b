import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { storeContract } from '../contract.ts'
import { documentStories } from '../contract/documents.ts'
import { searchStories } from '../contract/search.ts'
import { ALL, entry, newUser, snapshot, START, World } from '../contract/world.ts'
import { sqliteListing } from './listing.ts'
import { openStore } from '../open.ts'
import type { Store } from '../types.ts'
import { sqliteLog } from './log.ts'
import { initial } from './migrations/0001-initial.ts'
import { links } from './migrations/0002-links.ts'
import { search } from './migrations/0003-search.ts'
import { history } from './migrations/0004-history.ts'
import { estates } from './migrations/0005-estates.ts'
import { Connection } from './open.ts'
import { sqliteSearch } from './search.ts'
import { openSqlite } from './sqlite.ts'
import { sqliteUsers } from './users.ts'

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'sticky-store-'))

storeContract('SQLite', async () => {
  const folder = newFolder()
  const path = join(folder, 'sticky.db')
  let store = await openSqlite(path)
  return {
    store,
    reopen: async () => {
      await store.close()
      store = await openSqlite(path)
      return store
    },
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
})

/** `steps`: how many documents are looked at in the order of the page, before the index is asked. */
describe.each([0, 4, 1_000])('SQLite with more documents than are looked at, but %i', (steps) => {
  let folder: string
  let world: World

  const open = async (): Promise<Store> => {
    const path = join(folder, 'sticky.db')
    const store = await openSqlite(path)
    const connection = new Connection(path)
    const list = sqliteListing(connection, 0)
    return {
      ...store,
      documents: { ...store.documents, list: async (query) => list(query) },
      search: sqliteSearch(connection, 0, steps),
      close: async () => {
        connection.close()
        await store.close()
      },
    }
  }
  beforeEach(async () => {
    folder = newFolder()
    const reopen = async (): Promise<Store> => {
      await world.store.close()
      return open()
    }
    world = new World({ store: await open(), reopen, close: async () => {} })
  })
  afterEach(async () => {
    await world.store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  if (steps === 0) documentStories(() => world)
  searchStories(() => world)
})

describe('SQLite', () => {
  let folder: string
  let path: string
  let store: Store
  let world: World

  beforeEach(async () => {
    folder = newFolder()
    path = join(folder, 'sticky.db')
    store = await openSqlite(path)
    world = new World({ store, reopen: async () => store, close: async () => {} })
  })
  afterEach(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('C2: keeps the second newest snapshot and no older one', async () => {
    const document = await world.document()
    await world.write(document, 'a', 'b', 'c')
    for (const seq of [1, 2, 3]) await store.snapshots.put(document, seq - 1, snapshot(seq))
    const raw = new Database(path, { readonly: true })
    const kept = raw.prepare('SELECT covers_seq FROM snapshots ORDER BY covers_seq').pluck().all()
    raw.close()
    expect(kept).toEqual([2, 3])
  })

  // several: ids differ, and with them which pages are split
  test.each([1, 2, 3])(
    'F28: after a purge no page and no journal has anything of the deleted text (%i)',
    async () => {
      const [document, other] = [await world.document(), await world.document()]
      // of all sizes, in between each other, so that pages are split, joined, freed and used again
      for (let round = 0; round < 12; round += 1) {
        for (const [id, word] of [
          [document, 'secret'],
          [other, 'public'],
        ] as const) {
          const texts = Array.from({ length: 25 }, (_, i) =>
            `${word} `.repeat(1 + ((i * 37) % 101) ** 2 / 9),
          )
          await world.write(id, ...texts)
          const { seq } = await world.head(id)
          const text = `${word} `.repeat(40 * round)
          await store.snapshots.put(
            id,
            seq - 25,
            snapshot(seq, { text, update: Buffer.from(text) }),
          )
          const version = { seq, text, authorship: { authors: [], runs: [] } }
          await store.history.add(id, version)
          if (round % 3 === 2) await store.log.trim(id, START + 1, 40)
        }
      }
      await world.write(document, 'the last')
      const { seq, epoch } = await world.head(document)
      await store.snapshots.put(document, seq - 1, snapshot(seq, { text: 'what stays' }))
      const bytes = (): Buffer => Buffer.concat(['', '-wal'].map((end) => readFileSync(path + end)))
      expect(bytes().includes('secret')).toBe(true)
      expect(await store.history.purge(document, { seq, epoch, generation: 'g2' })).toBe(true)
      await store.scrub()
      expect(bytes().includes('secret')).toBe(false)
      expect(bytes().includes('public')).toBe(true)
      expect(bytes().includes('what stays')).toBe(true)
    },
  )

  test('C3 F28: a purge that somebody still reads an older state of says so; repeated, it is done', async () => {
    const document = await world.document()
    await world.write(document, 'secret')
    await store.snapshots.put(document, 0, snapshot(1, { text: 'what stays' }))
    const reader = new Database(path, { readonly: true })
    reader.exec('BEGIN')
    reader.prepare('SELECT * FROM log').all()
    const { seq, epoch } = await world.head(document)
    const at = { seq, epoch, generation: 'g2' }
    expect(await store.history.purge(document, at)).toBe(true)
    await expect(store.scrub()).rejects.toMatchObject({ code: 'unavailable' })
    reader.close()
    expect(await store.history.purge(document, { ...at, generation: 'g3' })).toBe(true)
    await store.scrub()
    expect(readFileSync(path).includes('secret')).toBe(false)
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

  test('C1: a commit is on the disk when it is answered: write-ahead log, synchronous FULL, full fsync', () => {
    const connection = new Connection(path)
    const values = ['journal_mode', 'synchronous', 'fullfsync'].map((name) =>
      connection.db.pragma(name, { simple: true }),
    )
    connection.close()
    expect(values).toEqual(['wal', 2, 1])
  })

  test('C3: a write waits while the other process holds the file, then it is there', async () => {
    const document = await world.document()
    const append = await world.next(document, 'waited')
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    const appending = store.log.append([append])
    const pause = new Promise((done) => setTimeout(done, 30, 'still waits'))
    expect(await Promise.race([appending, pause])).toBe('still waits')
    // reads go on meanwhile
    expect(await world.read(document)).toEqual([])
    other.exec('COMMIT')
    other.close()
    expect(await appending).toEqual([{ kind: 'appended', seq: 1 }])
  })

  test('C3: a second process opens the file while the first one writes', async () => {
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    const opening = openSqlite(path)
    await new Promise((done) => setTimeout(done, 20))
    other.exec('COMMIT')
    other.close()
    const second = await opening
    expect(await second.events.newest()).toBe(0)
    await second.close()
  })

  test('R21: two processes write one document at the same time; nobody fails or loses', async () => {
    const document = await world.document()
    const each = 100
    const program = join(import.meta.dirname, 'fixtures/writer.ts')
    const other = fork(program, [path, document, String(each)], { execArgv: ['--import', 'tsx'] })
    const ended = once(other, 'exit')
    await once(other, 'message')
    for (let written = 0; written < each;) {
      const [result] = await store.log.append([await world.next(document, 'ours')])
      if (result?.kind === 'appended') written += 1
      await new Promise(setImmediate)
    }
    expect(await ended).toEqual([0, null])
    const entries = await world.entries(document)
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 2 * each }, (_, i) => i + 1))
    expect(entries.filter(({ author }) => author === 'user:other')).toHaveLength(each)
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

  test('T5: however many words others write, who may read few documents finds all of theirs', async () => {
    const [me, other] = [await world.user(), await world.user()]
    const foreign = await world.document({ owner: other, title: 'Flood' })
    const letters = 'abcdefghijkl'.split('')
    const flood = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)))
    const text = flood.map((letters) => `lophon${letters}`).join(' ')
    await store.snapshots.put(foreign, 0, snapshot(1, { text }))
    const mine = await world.document({ owner: me, title: 'Xylophonists' })
    const filter = { userId: me, reach: new Map([[`user:${me}`, 'own']] as const), createdBy: null }
    const page = { sort: 'relevance', order: 'desc', limit: 10, after: null } as const
    for (const asked of ['lophon', 'xylophonist', 'xylofhonist']) {
      const query = { ...filter, ...page, text: asked, sharedBy: null, sharedWith: null }
      const hits = await store.search.find(query)
      expect([asked, hits.map(({ row }) => row.id)]).toEqual([asked, [mine]])
    }
  })

  test('F46: words that no document has any more are forgotten, a few at a time', async () => {
    const me = await world.user()
    const document = await world.document({ owner: me, title: 'One' })
    const other = await world.document({ owner: me, title: 'Two' })
    const raw = new Database(path, { readonly: true })
    const words = (): unknown =>
      raw.prepare('SELECT word FROM search_words ORDER BY word').pluck().all()
    const tidied = async (): Promise<unknown> => {
      for (let round = 0; round < 4; round += 1) await store.search.tidy(2)
      return words()
    }
    await store.snapshots.put(document, 0, snapshot(1, { text: 'apples and pears' }))
    await store.snapshots.put(other, 0, snapshot(1, { text: 'pears' }))
    expect(await tidied()).toEqual(['and', 'apples', 'one', 'pears', 'two'])
    await store.snapshots.put(document, 1, snapshot(2, { text: 'apples' }))
    expect(await tidied()).toEqual(['apples', 'one', 'pears', 'two'])
    await store.documents.setDeleted(other, START)
    expect(await tidied()).toEqual(['apples', 'one'])
    await store.documents.setDeleted(other, null)
    expect(await tidied()).toEqual(['apples', 'one', 'pears', 'two'])
    raw.close()
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

  test('F61: a key takes a row of less than four times its bytes', async () => {
    const document = await world.document()
    const head = await world.head(document)
    const entries = Array.from({ length: 5_000 }, (_, i) => ({
      author: 'user:00000000-0000-7000-8000-000000000001',
      clients: [{ client: 3_000_000_000, from: i, to: i + 1 }],
      at: START,
      update: new Uint8Array(24),
    }))
    await store.log.append([{ document, expected: head.seq, epoch: head.epoch, entries }])
    const raw = new Database(path, { readonly: true })
    const sql = `SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND name = 'log'`
    const bytes = raw.prepare<[], number>(sql).pluck().get() ?? NaN
    raw.close()
    expect(bytes / entries.length / 24).toBeLessThan(4)
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
      (await opened.grants.of(id)).flatMap(({ principal, role }) =>
        role === 'own' ? principal : [],
      )
    expect(await owners('shared')).toEqual(['user:here'])
    expect(await owners('housed')).toEqual(['managers:g/2'])
    expect(await owners('alone')).toEqual([])
    expect(await opened.documents.purge(Date.now() + 60_000, 10)).toEqual(['alone'])
    await opened.close()
  })

  test('C3: a file that is no database is refused by its name', async () => {
    const wrong = join(folder, 'wrong.db')
    writeFileSync(wrong, 'this is not a database, whatever its name says. '.repeat(30))
    await expect(openStore({ databasePath: wrong })).rejects.toThrow(/wrong\.db.*not a database/)
  })

  test('C3: a folder that cannot be made is refused with what to do', async () => {
    writeFileSync(join(folder, 'file'), '')
    const opening = openStore({ databasePath: join(folder, 'file/data/sticky.db') })
    await expect(opening).rejects.toThrow(/file\/data.*DATA_DIR/)
  })

  test('C3: a directory in the place of the database is refused', async () => {
    mkdirSync(join(folder, 'taken.db'))
    await expect(openStore({ databasePath: join(folder, 'taken.db') })).rejects.toThrow(/taken\.db/)
  })

  describe('when the medium refuses', () => {
    let connection: Connection
    beforeEach(() => {
      connection = new Connection(path)
    })
    afterEach(() => connection.close())

    const notSaved = { code: 'not_saved', status: 507 }

    test('C3: a full disk: "not saved", nothing of the call is stored, reads go on', async () => {
      const document = await world.document()
      const small = await world.next(document, 'small')
      const pages = connection.db.pragma('page_count', { simple: true })
      connection.db.pragma(`max_page_count = ${String(pages)}`)
      const log = sqliteLog(connection)
      const large = {
        ...small,
        entries: [...small.entries, entry('large', { update: new Uint8Array(100_000) })],
      }
      await expect(log.append([large])).rejects.toMatchObject(notSaved)
      expect(await log.read(document, 0, ALL)).toEqual({ entries: [], more: false })
      expect(await log.head(document)).toMatchObject({ seq: 0 })
      connection.db.pragma('max_page_count = 1000000')
      expect(await log.append([large])).toEqual([{ kind: 'appended', seq: 2 }])
    })

    test('C3: a read-only database: "not saved", reads go on', async () => {
      const ada = await world.user({ username: 'ada' })
      connection.db.pragma('query_only = ON')
      const users = sqliteUsers(connection)
      await expect(users.create(newUser())).rejects.toMatchObject(notSaved)
      await expect(users.change(ada, { displayName: 'x' })).rejects.toMatchObject(notSaved)
      expect((await users.get(ada))?.displayName).toBe('Somebody')
    })
  })
})
