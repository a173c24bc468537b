import type { Role } from '@sticky/shared/access'
import { expect, test } from 'vitest'
import { find, ORDERS, grant, shelve, titles, write } from './search-shelf.ts'
import type { Asked } from './search-shelf.ts'
import { START } from './world.ts'
import type { Stories } from './world.ts'

/** Only what is in reach is found, and of what is not, nothing can be told. */
export const reachStories: Stories = (world) => {
  test('T5: a deleted document is not found, nor by a typo; a restored one is', async () => {
    const me = await world().user()
    const [id = ''] = await shelve(world(), me, { Secret: 'xylophone' })
    const { documents } = world().store
    await documents.setDeleted(id, START)
    expect(await titles(world(), me, 'xylophone')).toEqual([])
    expect(await titles(world(), me, 'xylophome')).toEqual([])
    await documents.rename(id, 'Renamed', START)
    await write(world(), id, 'xylophone, more')
    expect(await titles(world(), me, 'xylophone')).toEqual([])
    await documents.setDeleted(id, null)
    expect(await titles(world(), me, 'xylophome more')).toEqual(['Renamed'])
  })

  test('T5: only what is in reach is found, from the grant on and until its end', async () => {
    const [owner, me] = [await world().user(), await world().user()]
    const [id = ''] = await shelve(world(), owner, { Plan: 'xylophone' })
    const channel = 'channel:100000000000000001/200000000000000001'
    const role = 'role:100000000000000001/300000000000000001'
    const reach = new Map<string, Role>([
      [`user:${me}`, 'own'],
      [channel, 'view'],
      [role, 'own'],
    ])
    const roles = async () =>
      (await find(world(), me, 'xylophone', { reach })).map(({ role }) => role)
    const { grants } = world().store
    expect(await roles()).toEqual([])
    for (const [principal, granted, has] of [
      [`user:${me}`, 'edit', 'edit'],
      [channel, 'edit', 'view'],
      [role, 'tick', 'tick'],
    ] as const) {
      await grants.put(grant(id, principal, granted, owner))
      expect(await roles()).toEqual([has])
      expect(await titles(world(), me, 'xylophone', { reach: new Map() })).toEqual([])
      await grants.delete(id, principal)
      expect(await roles()).toEqual([])
    }
    expect(await titles(world(), owner, 'xylophone')).toEqual(['Plan'])
  })

  test('T5: what others write changes neither hits nor their order nor where pages end', async () => {
    const me = await world().user()
    await shelve(world(), me, {
      'xylophone one': 'alpha',
      'xylophones two': 'beta',
      three: 'a xylofone',
      four: 'the xylophone',
    })
    const asked = ['xylophone', 'xylophome', 'xylo', 'lopho', 'alpha xylophone', 'zebra']
    const everything = () =>
      Promise.all(
        asked.flatMap((text) =>
          ORDERS.map((order) => find(world(), me, text, { ...order, limit: 2 })),
        ),
      )
    const before = await everything()
    const others = Array.from({ length: 30 }, (_, i): [string, string] => [
      `xylophone ${i}`,
      `xylophone xylofone xylo xylophone${i} alpha zebra`,
    ])
    await shelve(world(), await world().user(), Object.fromEntries(others), START + 1_000)
    expect(await everything()).toEqual(before)
  })

  test('F46: filters by creator, by who shared it and with whom', async () => {
    const [me, grace, linus] = [await world().user(), await world().user(), await world().user()]
    const mine = `user:${me}`
    const { grants } = world().store
    const [viewed = ''] = await shelve(world(), grace, { 'plan of grace': '' })
    await grants.put(grant(viewed, mine, 'view', grace))
    const [edited = ''] = await shelve(world(), linus, { 'plan of linus': '' })
    await grants.put(grant(edited, mine, 'edit', grace))
    await grants.put(grant(edited, `user:${grace}`, 'edit', linus))
    const [given = ''] = await shelve(world(), me, { 'plan given': '', 'plan kept': '' })
    await grants.put(grant(given, `user:${linus}`, 'view', me))
    const found = async (asked: Asked) => (await titles(world(), me, 'plan', asked)).sort()
    expect(await found({ createdBy: grace })).toEqual(['plan of grace'])
    expect(await found({ createdBy: me })).toEqual(['plan given', 'plan kept'])
    expect(await found({ sharedBy: grace })).toEqual(['plan of grace', 'plan of linus'])
    expect(await found({ sharedBy: me })).toEqual(['plan given'])
    expect(await found({ sharedBy: grace, createdBy: linus })).toEqual(['plan of linus'])
    expect(await found({ sharedWith: mine })).toEqual(['plan of grace', 'plan of linus'])
    expect(await found({ sharedWith: `user:${linus}` })).toEqual(['plan given'])
  })

  test('T5: filters do not tell who else a document is shared with, except to its owner', async () => {
    const [owner, me, other] = [await world().user(), await world().user(), await world().user()]
    const [id = ''] = await shelve(world(), owner, { Plan: '' })
    const { grants } = world().store
    await grants.put(grant(id, `user:${me}`, 'edit', owner))
    await grants.put(grant(id, `user:${other}`, 'edit', me))
    for (const asked of [{ sharedWith: `user:${other}` }, { sharedBy: me }]) {
      expect(await titles(world(), me, 'plan', asked)).toEqual([])
      expect(await titles(world(), owner, 'plan', asked)).toEqual(['Plan'])
    }
  })
}
