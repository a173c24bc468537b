import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newStore } from '../../../../test/stage/store.ts'
import { logStories } from '../../contract/log.ts'
import { entry, World } from '../../contract/world.ts'
import type { Append } from '../../types.ts'
import { openAppender } from './appender.ts'
import { appendAll, prepareLog } from '../log.ts'
import { Connection } from '../open.ts'
import { openSqlite } from '../sqlite.ts'

/** Every commit goes to the thread. */
const ALWAYS = 0

let opened: Awaited<ReturnType<typeof newStore>>
let world: World

beforeAll(async () => {
  opened = await newStore((path) => openSqlite(path, { slowFlush: ALWAYS }))
  world = new World(opened)
})

afterAll(() => world.close())

describe('SQLite on a slow disk: commits in a thread', () => {
  logStories(() => world)

  test('R10: what comes while a commit is under way is in the next one, and each is answered for itself', async () => {
    const documents = await Promise.all(Array.from({ length: 5 }, () => world.document()))
    const appends = await Promise.all(documents.map((document) => world.next(document, 'a')))
    const [first, ...others] = appends
    const before = await world.store.mark()
    const stale = { ...others[0], expected: 9 } as Append
    const results = await Promise.all([
      world.store.log.append([first as Append]),
      world.store.log.append([stale]),
      ...others.map((append) => world.store.log.append([append])),
    ])
    expect(results.map(([result]) => result?.kind)).toEqual([
      'appended',
      'stale',
      ...others.map(() => 'appended'),
    ])
    expect(await world.store.mark()).toBe(before + appends.length)
  })

  test('R10: everything else that is written takes its turn among commits that never end', async () => {
    const document = await world.document()
    const end = new AbortController()
    const typing = (async () => {
      for (let i = 0; !end.signal.aborted; i += 1) await world.write(document, `${i}`)
    })()
    const more = await Promise.all(Array.from({ length: 20 }, () => world.document()))
    end.abort()
    await typing
    expect(more).toHaveLength(20)
    expect((await world.head(document)).seq).toBeGreaterThan(0)
  })

  test('C3: a thread that cannot open the file says so, and the next commit starts another', async () => {
    const elsewhere = join(opened.folder, 'elsewhere.db')
    const connection = new Connection(elsewhere)
    const { append, close } = openAppender(connection, () => [], ALWAYS)
    const one = { document: 'x', expected: 0, epoch: 0, entries: [entry('a')] }
    // the tables are not there
    await expect(append([one])).rejects.toMatchObject({ code: 'unavailable' })
    await connection.migrate()
    expect(await append([one])).toEqual([{ kind: 'gone' }])
    await close()
    connection.close()
  })
})

/** A medium whose flushes take as long as one says. */
class Medium extends Connection {
  taken = 0
  #commits = 0

  override get flush(): number {
    return this.taken
  }

  override write<T>(work: () => T): Promise<T> {
    this.#commits += 1
    return super.write(work)
  }

  /** Commits in this thread since it was last asked. */
  commits(): number {
    const commits = this.#commits
    this.#commits = 0
    return commits
  }
}

test('R10: commits move to the thread when the disk gets slow, and come back when it is fast again', async () => {
  const medium = new Medium(opened.path)
  const statements = prepareLog(medium)
  const { append, close } = openAppender(medium, (batch) => appendAll(statements, batch), 500)
  const document = await world.document()
  const write = async (): Promise<number> => {
    expect(await append([await world.next(document, 'a')])).toMatchObject([{ kind: 'appended' }])
    return medium.commits()
  }
  medium.taken = 0.2
  expect(await write()).toBe(1)
  medium.taken = 2_000
  for (let i = 0; i < 3; i += 1) expect(await write()).toBe(1)
  expect(await write()).toBe(0)
  let there = 1
  medium.taken = 0.2
  while ((await write()) === 0) there += 1
  expect(there).toBeGreaterThan(2)
  expect(await write()).toBe(1)
  await close()
  medium.close()
})
