import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { snapshot, World } from '../../contract/world.ts'
import type { DocumentFilter } from '../../types.ts'
import { openSqlite } from '../sqlite.ts'

describe('SQLite, read in threads', () => {
  let folder: string
  let world: World
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sticky-store-'))
    const store = await openSqlite(join(folder, 'sticky.db'))
    world = new World({ store, reopen: async () => store, close: () => store.close() })
  })
  afterEach(async () => {
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const filter = (userId: string): DocumentFilter => ({
    userId,
    reach: new Map([[`user:${userId}`, 'own']]),
    createdBy: null,
    sharedBy: null,
    sharedWith: null,
  })
  const page = { order: 'desc', limit: 10, after: null } as const
  const found = async (me: string, text: string): Promise<string[]> => {
    const query = { ...filter(me), ...page, text, sort: 'relevance' } as const
    return (await world.store.search.find(query)).map(({ excerpt }) => excerpt.snippet.text)
  }
  const listed = async (me: string): Promise<string[]> => {
    const query = { ...filter(me), ...page, scope: 'owned', sort: 'created', role: null } as const
    return (await world.store.documents.list(query)).map(({ row }) => row.title)
  }

  test('F46 F43: a list and a search see each write that was durable before', async () => {
    const me = await world.user()
    for (let round = 1; round <= 20; round += 1) {
      const id = await world.document({ owner: me, title: `Plan ${round}`, at: round })
      expect((await listed(me))[0]).toBe(`Plan ${round}`)
      await world.store.snapshots.put(id, 0, snapshot(1, { text: `round${round} of many` }))
      expect(await found(me, `round${round}`)).toEqual([`round${round} of many`])
      await world.store.documents.setDeleted(id, round)
      expect(await found(me, `round${round}`)).toEqual([])
      expect(await listed(me)).toEqual([])
    }
  })

  test('F28: what was deleted is forgotten by the medium beside threads that have read it', async () => {
    const me = await world.user()
    const id = await world.document({ owner: me })
    await world.store.snapshots.put(id, 0, snapshot(1, { text: 'secret' }))
    expect(await found(me, 'secret')).toEqual(['secret'])
    expect(await listed(me)).toEqual(['Plan'])
    await world.store.documents.erase(id, 1)
    await world.store.scrub()
    expect(await found(me, 'secret')).toEqual([])
    expect(await listed(me)).toEqual([])
  })
})
