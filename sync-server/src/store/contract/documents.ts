import { randomUUID } from 'node:crypto'
import type { Role } from '@sticky/shared/access'
import { describe, expect, test } from 'vitest'
import type { DocumentQuery, GrantRow, Listed } from '../types.ts'
import { newLink, START } from './world.ts'
import type { Stories, World } from './world.ts'

const CHANNEL = '100000000000000001/200000000000000001'
const ROLE = '100000000000000001/300000000000000001'

type Asked = Partial<DocumentQuery> & { userId: string }

const list = (world: World, query: Asked): Promise<Listed[]> =>
  world.store.documents.list({
    reach: new Map([[`user:${query.userId}`, 'own']]),
    scope: 'owned',
    sort: 'modified',
    order: 'desc',
    limit: 100,
    after: null,
    createdBy: null,
    sharedBy: null,
    sharedWith: null,
    role: null,
    ...query,
  })

const titles = async (world: World, query: Asked): Promise<string[]> =>
  (await list(world, query)).map(({ row }) => row.title)

/** The titles of all pages of two, one after the other; `between` happens after each. */
const paged = async (
  world: World,
  query: Asked,
  between: () => Promise<void> = async () => {},
): Promise<string[]> => {
  const seen: string[] = []
  let after: DocumentQuery['after'] = null
  for (;;) {
    const page = await list(world, { ...query, limit: 2, after })
    const last = page.at(-1)
    if (last === undefined || seen.length > 50) return seen
    seen.push(...page.map(({ row }) => row.title))
    after = last.at
    await between()
  }
}

const grant = (document: string, principal: string, role: GrantRow['role']): GrantRow => ({
  document,
  principal,
  role,
  grantedBy: null,
  createdAt: START,
})

const lastOwner = { code: 'last_owner' }

export const documentStories: Stories = (world) => {
  describe('grants', () => {
    test('F44: lists who has what; a second grant replaces the first', async () => {
      const owner = await world().user()
      const document = await world().document({ owner })
      const { grants } = world().store
      await grants.put({ ...grant(document, 'user:b', 'view'), createdAt: START + 1 })
      await grants.put({ ...grant(document, 'user:b', 'edit'), grantedBy: owner })
      const rows = await grants.of(document)
      expect(rows.map(({ principal, role }) => [principal, role])).toEqual([
        [`user:${owner}`, 'own'],
        ['user:b', 'edit'],
      ])
      expect(rows[1]).toMatchObject({ grantedBy: owner, createdAt: START + 1 })
    })

    test('F44 F9: those that may concern a user are their own, and all of channels and roles', async () => {
      const document = await world().document()
      const { grants } = world().store
      for (const principal of ['user:a', 'user:b', 'channel:g/c', 'role:g/r'])
        await grants.put(grant(document, principal, 'view'))
      const found = await grants.concerning(document, 'b')
      expect(found.map(({ principal }) => principal).sort()).toEqual([
        'channel:g/c',
        'role:g/r',
        'user:b',
      ])
      expect(found.find(({ principal }) => principal === 'user:b')).toMatchObject({
        document,
        role: 'view',
      })
    })

    test('R31: every change of grants starts a new epoch, a change of nothing does not', async () => {
      const document = await world().document()
      const { grants } = world().store
      const epoch = async () => (await world().head(document)).epoch
      const before = await epoch()
      await grants.put(grant(document, 'user:b', 'view'))
      expect(await epoch()).toBe(before + 1)
      expect(await grants.delete(document, 'user:b')).toBe(true)
      expect(await epoch()).toBe(before + 2)
      expect(await grants.delete(document, 'user:b')).toBe(false)
      expect(await epoch()).toBe(before + 2)
    })

    test('R31: what was decided under another epoch is not written', async () => {
      const document = await world().document({ title: 'Plan' })
      const { documents, grants, links } = world().store
      const { epoch: before } = await world().head(document)
      await grants.put(grant(document, 'user:b', 'view'), before)
      expect(await documents.epoch(document)).toBe(before + 1)
      const told = await world().listen()
      const link = await newLink(world(), { document })
      for (const written of [
        documents.rename(document, 'Hers', START, before),
        documents.setDeleted(document, START, before),
        documents.erase(document, START, before),
        grants.put(grant(document, 'user:c', 'own'), before),
        grants.delete(document, 'user:b', before),
        links.create(link, before),
      ])
        expect(await written).toBe('epoch')
      await links.create(link, before + 1)
      expect(await links.revoke(document, link.id, START, before)).toBe('epoch')
      expect(await documents.get(document)).toMatchObject({ title: 'Plan', deletedAt: null })
      expect(await grants.of(document)).toHaveLength(2)
      expect(await told()).toEqual([])
      expect(await grants.delete(document, 'user:b', before + 1)).toBe(true)
      expect(await documents.setDeleted(document, START, before + 2)).toBe('written')
      // also while it is deleted
      expect(await documents.epoch(document)).toBe(before + 3)
      expect(await documents.epoch(randomUUID())).toBeNull()
    })

    test('F42: the last owner can neither be downgraded nor removed', async () => {
      const owner = await world().user()
      const document = await world().document({ owner })
      const { grants } = world().store
      const self = `user:${owner}`
      await expect(grants.put(grant(document, self, 'edit'))).rejects.toMatchObject(lastOwner)
      await expect(grants.delete(document, self)).rejects.toMatchObject(lastOwner)
      await grants.put(grant(document, self, 'own'))
      await grants.put(grant(document, 'user:b', 'own'))
      expect(await grants.delete(document, self)).toBe(true)
    })

    test('F42: of two owners who remove each other at the same instant one stays', async () => {
      const document = await world().document({ grants: [{ principal: 'user:b', role: 'own' }] })
      const rows = await world().store.grants.of(document)
      await Promise.allSettled(
        rows.map(({ principal }) => world().store.grants.delete(document, principal)),
      )
      expect(await world().store.grants.of(document)).toHaveLength(1)
    })
  })

  describe('documents', () => {
    test('F42: renaming and deleting tell the bot; deleting is soft', async () => {
      const document = await world().document({ title: 'Plan' })
      const told = await world().listen()
      const { documents } = world().store
      await documents.rename(document, 'Better plan', START + 1)
      await documents.setDeleted(document, START + 2)
      expect(await documents.get(document)).toMatchObject({
        title: 'Better plan',
        modifiedAt: START + 1,
        deletedAt: START + 2,
      })
      await documents.setDeleted(document, null)
      expect(await documents.get(document)).toMatchObject({ deletedAt: null })
      const changed = { type: 'document.changed', documentId: document }
      expect(await told()).toEqual([changed, changed, changed])
      expect(await documents.get(randomUUID())).toBeNull()
    })

    test('F43: "owned" lists what I own, "shared" what others opened to me, never both', async () => {
      const me = await world().user()
      const mine = `user:${me}`
      const through = { principal: `channel:${CHANNEL}`, role: 'edit' as const }
      await world().document({ owner: me, title: 'mine', grants: [through] })
      await world().document({ title: 'read', grants: [{ principal: mine, role: 'view' }] })
      await world().document({ title: 'ours', grants: [{ principal: mine, role: 'own' }] })
      await world().document({ title: 'of others' })
      const reach = new Map<string, Role>([
        [mine, 'own'],
        [through.principal, 'own'],
      ])
      expect((await titles(world(), { userId: me, reach })).sort()).toEqual(['mine', 'ours'])
      expect(await titles(world(), { userId: me, reach, scope: 'shared' })).toEqual(['read'])
    })

    test('F9 F43: what is in reach is shared with me, with the most that each grant gives', async () => {
      const me = await world().user()
      const channel = `channel:${CHANNEL}`
      const role = `role:${ROLE}`
      await world().document({ title: 'channel', grants: [{ principal: channel, role: 'edit' }] })
      await world().document({ title: 'role', grants: [{ principal: role, role: 'own' }] })
      const shared = async (...reach: [string, Role][]) =>
        (
          await list(world(), { userId: me, reach: new Map(reach), scope: 'shared', sort: 'title' })
        ).map((listed) => [listed.row.title, listed.role])
      expect(await shared()).toEqual([])
      expect(await shared([channel, 'view'])).toEqual([['channel', 'view']])
      expect(await shared([channel, 'own'], [role, 'own'])).toEqual([
        ['role', 'own'],
        ['channel', 'edit'],
      ])
    })

    test('F43: filters by creator, by who shared it, and by my role', async () => {
      const [me, grace, linus] = [await world().user(), await world().user(), await world().user()]
      const mine = `user:${me}`
      const share = async (document: string, principal: string, role: Role, by: string) => {
        if (role !== 'none')
          await world().store.grants.put({ ...grant(document, principal, role), grantedBy: by })
      }
      const viewed = await world().document({ owner: grace, title: 'viewed' })
      await share(viewed, mine, 'view', grace)
      const edited = await world().document({ owner: linus, title: 'edited' })
      await share(edited, mine, 'edit', grace)
      await share(edited, `user:${grace}`, 'edit', linus)
      const given = await world().document({ owner: me, title: 'given' })
      await share(given, `user:${linus}`, 'view', me)
      await world().document({ owner: me, title: 'kept' })
      const found = async (query: Partial<DocumentQuery>) =>
        (await titles(world(), { userId: me, ...query })).sort()
      const shared = (query: Partial<DocumentQuery>) => found({ scope: 'shared', ...query })
      expect(await shared({})).toEqual(['edited', 'viewed'])
      expect(await shared({ createdBy: linus })).toEqual(['edited'])
      expect(await shared({ sharedBy: grace })).toEqual(['edited', 'viewed'])
      expect(await shared({ createdBy: linus, sharedBy: grace, role: 'edit' })).toEqual(['edited'])
      expect(await shared({ role: 'view' })).toEqual(['viewed'])
      expect(await shared({ role: 'own' })).toEqual([])
      expect(await found({ sharedBy: me })).toEqual(['given'])
      expect(await found({ role: 'own', createdBy: me })).toEqual(['given', 'kept'])
      // to whom linus has given it, too, is not mine to know
      expect(await shared({ sharedBy: linus })).toEqual([])
    })

    test('F9 F43: "any" lists all I may read; of a channel, what it was granted, as far as I may know', async () => {
      const [me, grace] = [await world().user(), await world().user()]
      const channel = `channel:${CHANNEL}`
      const share = async (document: string, principal: string, by: string) => {
        await world().store.grants.put({ ...grant(document, principal, 'edit'), grantedBy: by })
      }
      await share(await world().document({ owner: me, title: 'mine here' }), channel, me)
      await share(await world().document({ owner: grace, title: 'hers here' }), channel, grace)
      await world().document({ owner: me, title: 'mine' })
      const both = await world().document({ owner: grace, title: 'hers, to both' })
      await share(both, `user:${me}`, grace)
      await share(both, channel, grace)
      await world().document({ owner: grace, title: 'hers' })
      const found = async (inChannel: boolean, query: Partial<DocumentQuery>) => {
        const reach = new Map<string, Role>([
          [`user:${me}`, 'own'],
          ...(inChannel ? [[channel, 'view'] as const] : []),
        ])
        return (await titles(world(), { userId: me, reach, scope: 'any', ...query })).sort()
      }
      const here = { sharedWith: channel }
      expect(await found(true, {})).toEqual(['hers here', 'hers, to both', 'mine', 'mine here'])
      expect(await found(true, here)).toEqual(['hers here', 'hers, to both', 'mine here'])
      expect(await found(true, { ...here, role: 'own' })).toEqual(['mine here'])
      expect(await found(true, { ...here, scope: 'owned' })).toEqual(['mine here'])
      // T5: who does not see the channel is not told what else is in it
      expect(await found(false, {})).toEqual(['hers, to both', 'mine', 'mine here'])
      expect(await found(false, here)).toEqual(['mine here'])
    })

    test('F40 F43: what I own by managing its channel is shared with me', async () => {
      const me = await world().user()
      const heirs = { principal: `managers:${CHANNEL}`, role: 'own' } as const
      await world().document({ title: 'inherited', grants: [heirs] })
      const query = { userId: me, scope: 'shared' } as const
      const reach = new Map<string, Role>([[heirs.principal, 'own']])
      expect(await titles(world(), query)).toEqual([])
      expect(await titles(world(), { ...query, reach })).toEqual(['inherited'])
      expect(await titles(world(), { ...query, reach, scope: 'owned' })).toEqual([])
    })

    test('F42 F43: deleted documents are only in the list of these, of their owners, until they are erased', async () => {
      const [me, other] = [await world().user(), await world().user()]
      const document = await world().document({ owner: me, title: 'Plan' })
      await world().document({ owner: me, title: 'There' })
      const principal = `user:${other}`
      const grant = { document, principal, role: 'edit', grantedBy: me, createdAt: START } as const
      await world().store.grants.put(grant)
      await world().store.documents.setDeleted(document, START)
      expect(await titles(world(), { userId: me })).toEqual(['There'])
      expect(await titles(world(), { userId: me, scope: 'deleted' })).toEqual(['Plan'])
      for (const scope of ['shared', 'deleted'] as const)
        expect(await titles(world(), { userId: other, scope })).toEqual([])
      await world().store.documents.erase(document, START)
      expect(await titles(world(), { userId: me, scope: 'deleted' })).toEqual([])
    })

    test('F43: sorts by each key in both orders, titles without case', async () => {
      const me = await world().user()
      const at = { b: 3, A: 1, c: 2 }
      for (const [title, time] of Object.entries(at)) {
        await world().document({ owner: me, title, at: START + time })
      }
      const [oldest] = await list(world(), { userId: me, sort: 'created', order: 'asc' })
      await world().store.documents.rename(oldest?.row.id ?? '', 'A', START + 10)
      const by = (sort: DocumentQuery['sort'], order: DocumentQuery['order']) =>
        titles(world(), { userId: me, sort, order })
      expect(await by('created', 'asc')).toEqual(['A', 'c', 'b'])
      expect(await by('created', 'desc')).toEqual(['b', 'c', 'A'])
      expect(await by('modified', 'asc')).toEqual(['c', 'b', 'A'])
      expect(await by('title', 'asc')).toEqual(['A', 'b', 'c'])
      expect(await by('title', 'desc')).toEqual(['c', 'b', 'A'])
    })

    test('F43: titles sort without accents, creators by their names and then one after the other', async () => {
      const reader = await world().user()
      const grants = [{ principal: `user:${reader}`, role: 'view' as const }]
      for (const [displayName, ...made] of [
        ['linus', 'Über', 'apple'],
        ['Ada', 'éclair', 'Zoo'],
        ['Ada', 'Eddy'],
      ]) {
        const owner = await world().user({ displayName: displayName ?? '' })
        for (const title of made) await world().document({ owner, title, grants })
      }
      const by = (sort: DocumentQuery['sort'], order: DocumentQuery['order']) =>
        titles(world(), { userId: reader, scope: 'shared', sort, order })
      expect(await by('title', 'asc')).toEqual(['apple', 'éclair', 'Eddy', 'Über', 'Zoo'])
      expect(await by('title', 'desc')).toEqual(['Zoo', 'Über', 'Eddy', 'éclair', 'apple'])
      const byCreator = await by('creator', 'asc')
      expect(new Set(byCreator.slice(0, 3))).toEqual(new Set(['éclair', 'Zoo', 'Eddy']))
      expect(byCreator.indexOf('Eddy')).not.toBe(1)
      expect(await by('creator', 'desc')).toEqual(byCreator.toReversed())
    })

    const same = ['Ärger', 'ärger', 'Zoë', 'zoë', 'plan', 'Plan', 'PLAN', 'a', '😀', 'Ω']
    const sorts = ['created', 'modified', 'title', 'creator'] as const
    const cases = sorts.flatMap((sort) =>
      (['asc', 'desc'] as const).map((order) => ({ sort, order })),
    )
    test.each(cases)(
      'F43: pages by $sort $order have no gap and no duplicate, also among equal keys',
      async ({ sort, order }) => {
        const me = await world().user()
        for (const title of same) await world().document({ owner: me, title, at: START })
        const query = { userId: me, sort, order }
        expect(await paged(world(), query)).toEqual(await titles(world(), query))
        expect(await titles(world(), query)).toHaveLength(same.length)
      },
    )

    test.each(cases)(
      'F43: pages by $sort $order have what stays as it is once, whatever comes, changes and goes',
      async ({ sort, order }) => {
        const me = await world().user()
        const stay = Array.from({ length: 9 }, (_, i) => `stays ${i}`)
        const fickle: string[] = []
        for (const [i, title] of stay.entries()) {
          await world().document({ owner: me, title, at: START + i })
          fickle.push(await world().document({ owner: me, title: `goes ${i}`, at: START + i }))
        }
        const upheaval = async (): Promise<void> => {
          const { documents } = world().store
          await world().document({ owner: me, title: 'comes', at: START + 4 })
          await documents.setDeleted(fickle.shift() ?? '', START)
          await documents.rename(fickle.at(-1) ?? '', 'changes', START + 100)
        }
        const seen = await paged(world(), { userId: me, sort, order }, upheaval)
        expect(seen.filter((title) => stay.includes(title)).sort()).toEqual(stay)
      },
    )
  })
}
