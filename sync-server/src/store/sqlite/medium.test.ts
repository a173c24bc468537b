import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newWorld } from '../../../test/stage/store.ts'
import { ALL, entry, newUser } from '../contract/world.ts'
import type { World } from '../contract/world.ts'
import { openStore } from '../open.ts'
import { sqliteLog } from './log.ts'
import { Connection } from './open.ts'
import { sqliteUsers } from './users.ts'

let folder: string
let path: string
let world: World

beforeEach(async () => {
  ;({ folder, path, world } = await newWorld())
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
