import { randomUUID } from 'node:crypto'
import { ROLES } from '@sticky/shared/access'
import type { Role } from '@sticky/shared/access'
import { beforeEach, describe, expect, test } from 'vitest'
import { newWorld } from '../../test/stage/store.ts'
import { LocalBus } from '../bus/local/local.ts'
import { newUser } from '../store/contract/world.ts'
import type { World } from '../store/contract/world.ts'
import type { GrantRow, LinkRow, LinkSession, Membership, Store } from '../store/types.ts'
import { Memberships, PROOF_LIFE } from './memberships.ts'
import { Permissions } from './permissions.ts'

const GUILD = '100000000000000001'
const CHANNEL = `${GUILD}/200000000000000001`
const OTHER_CHANNEL = `${GUILD}/200000000000000002`
const OTHER_GUILD = '100000000000000002/200000000000000003'
const HELPERS = '300000000000000001'

type Access = Membership['access']
type Grants = Record<string, GrantRow['role']>

describe('permissions', () => {
  let store: Store
  let bus: LocalBus
  let world: World
  let permissions: Permissions

  beforeEach(async () => {
    ;({ store, world } = await newWorld())
    bus = new LocalBus()
    permissions = new Permissions(store, new Memberships(store, bus))
  })

  /** A document of somebody else with these grants; `me` stands for the user. */
  const document = (me: string, grants: Grants): Promise<string> =>
    world.document({
      grants: Object.entries(grants).map(([principal, role]) => ({
        principal: principal.replace('me', me),
        role,
      })),
    })

  const seen = (userId: string, channel: string, access: Access, roles: string[] = [], age = 0) =>
    store.chat.putMembership({ userId, channel, access, roles, provedAt: Date.now() - age })

  const direct: [Grants, Role][] = [
    [{}, 'none'],
    [{ 'user:me': 'view' }, 'view'],
    [{ 'user:me': 'tick' }, 'tick'],
    [{ 'user:me': 'edit' }, 'edit'],
    [{ 'user:me': 'own' }, 'own'],
    [{ 'user:somebody': 'edit' }, 'none'],
    [{ [`channel:${CHANNEL}`]: 'own' }, 'none'],
  ]
  test.each(direct)(
    'F44: granted %j, somebody unknown to any chat may %s',
    async (grants, role) => {
      const me = await world.user()
      expect(await permissions.roleOf(me, await document(me, grants))).toBe(role)
    },
  )

  const throughChannel: [GrantRow['role'], Access, Role][] = [
    ['view', 'none', 'none'],
    ['view', 'view', 'view'],
    ['view', 'edit', 'view'],
    ['tick', 'view', 'view'],
    ['tick', 'edit', 'tick'],
    ['edit', 'none', 'none'],
    ['edit', 'view', 'view'],
    ['edit', 'edit', 'edit'],
    ['own', 'none', 'none'],
    ['own', 'view', 'view'],
    ['own', 'edit', 'own'],
    ['edit', 'manage', 'edit'],
  ]
  test.each(throughChannel)(
    'F9: a channel granted "%s", where I may "%s", lets me %s',
    async (grant, access, role) => {
      const me = await world.user()
      await seen(me, CHANNEL, access)
      expect(
        await permissions.roleOf(me, await document(me, { [`channel:${CHANNEL}`]: grant })),
      ).toBe(role)
    },
  )

  test.each([
    ['none', 'none'],
    ['view', 'none'],
    ['edit', 'none'],
    ['manage', 'own'],
  ] as const)(
    'F9 F40: owned by who manages a channel, where I may "%s", a document lets me %s',
    async (access, role) => {
      const me = await world.user()
      await seen(me, CHANNEL, access)
      await seen(me, OTHER_CHANNEL, 'manage')
      const id = await document(me, { [`managers:${CHANNEL}`]: 'own' })
      expect(await permissions.roleOf(me, id)).toBe(role)
    },
  )

  const throughRole: [string, Access, string[], Role][] = [
    [CHANNEL, 'view', [HELPERS], 'edit'],
    [CHANNEL, 'none', [HELPERS], 'none'],
    [CHANNEL, 'edit', [], 'none'],
    [OTHER_GUILD, 'edit', [HELPERS], 'none'],
  ]
  test.each(throughRole)(
    'F9: a role granted "edit": seen in %s with "%s" and roles %j, I may %s',
    async (channel, access, roles, role) => {
      const me = await world.user()
      await seen(me, channel, access, roles)
      const id = await document(me, { [`role:${GUILD}/${HELPERS}`]: 'edit' })
      expect(await permissions.roleOf(me, id)).toBe(role)
    },
  )

  test('F9: being in another channel of the guild opens nothing', async () => {
    const me = await world.user()
    await seen(me, OTHER_CHANNEL, 'edit')
    expect(
      await permissions.roleOf(me, await document(me, { [`channel:${CHANNEL}`]: 'edit' })),
    ).toBe('none')
  })

  test('F9: of several sources the highest counts', async () => {
    const me = await world.user()
    await seen(me, CHANNEL, 'edit', [HELPERS])
    const id = await document(me, {
      'user:me': 'view',
      [`channel:${CHANNEL}`]: 'tick',
      [`role:${GUILD}/${HELPERS}`]: 'edit',
    })
    expect(await permissions.roleOf(me, id)).toBe('edit')
  })

  test('F9: a proof older than a minute counts no more', async () => {
    const me = await world.user()
    const id = await document(me, { [`channel:${CHANNEL}`]: 'edit' })
    await seen(me, CHANNEL, 'edit', [], PROOF_LIFE - 5_000)
    expect(await permissions.roleOf(me, id)).toBe('edit')
    await seen(me, CHANNEL, 'edit', [], PROOF_LIFE + 1)
    expect(await permissions.roleOf(me, id)).toBe('none')
  })

  test('F9: a stale proof is looked up once for all who ask, and the answer counts', async () => {
    const { id: me } = await store.users.identify('discord', '400000000000000001', newUser())
    const id = await document(me, { [`channel:${CHANNEL}`]: 'edit' })
    await seen(me, CHANNEL, 'edit', [], PROOF_LIFE + 1)
    const memberships = new Memberships(store, bus)
    const asked: unknown[] = []
    bus.subscribe('membership.wanted', (wanted) => {
      asked.push(wanted)
      void memberships.put({ userId: me, channel: CHANNEL, access: 'view', roles: [] })
    })
    const roles = await Promise.all([1, 2, 3].map(() => permissions.roleOf(me, id)))
    expect(roles).toEqual(['view', 'view', 'view'])
    expect(asked).toEqual([
      {
        type: 'membership.wanted',
        userId: me,
        discordId: '400000000000000001',
        channel: CHANNEL,
      },
    ])
  })

  test('R31 T26: what is withdrawn while a chat is asked counts no more when it answers', async () => {
    const { id: me } = await store.users.identify('discord', '400000000000000003', newUser())
    const id = await document(me, { [`channel:${CHANNEL}`]: 'edit' })
    const memberships = new Memberships(store, bus)
    const hear = async (): Promise<void> => {
      await store.grants.delete(id, `channel:${CHANNEL}`)
      await memberships.put({ userId: me, channel: CHANNEL, access: 'edit', roles: [] })
    }
    bus.subscribe('membership.wanted', () => void hear())
    expect(await permissions.roleOf(me, id)).toBe('none')
  })

  test('R31 T26: nor does a link that ends meanwhile', async () => {
    const { id: me } = await store.users.identify('discord', '400000000000000004', newUser())
    const id = await document(me, { [`channel:${CHANNEL}`]: 'edit' })
    const session = await byLink(id, me, { audience: 'granted', role: 'edit' })
    const memberships = new Memberships(store, bus)
    const hear = async (): Promise<void> => {
      await store.links.revoke(id, session.link, Date.now())
      await memberships.put({ userId: me, channel: CHANNEL, access: 'edit', roles: [] })
    }
    bus.subscribe('membership.wanted', () => void hear())
    expect(await permissions.roleOf(session, id)).toBe('none')
  })

  test('F9: no chat is asked about what gives no more than one has', async () => {
    const { id: me } = await store.users.identify('discord', '400000000000000005', newUser())
    const id = await document(me, { 'user:me': 'edit', [`channel:${CHANNEL}`]: 'edit' })
    const asked: unknown[] = []
    bus.subscribe('membership.wanted', (wanted) => asked.push(wanted))
    expect(await permissions.roleOf(me, id)).toBe('edit')
    expect(asked).toEqual([])
  })

  /** A session by a new link of `document`. */
  const byLink = async (
    document: string,
    userId: string | null,
    { role, audience, expiresAt = null }: Pick<LinkRow, 'role' | 'audience'> & Partial<LinkRow>,
  ): Promise<LinkSession> => {
    const id = randomUUID()
    await store.links.create({
      id,
      document,
      tokenHash: id,
      tokenEnd: '',
      role,
      audience,
      label: null,
      expiresAt,
      passwordHash: null,
      createdBy: await world.user(),
      createdAt: 0,
    })
    return { session: randomUUID(), link: id, document, userId }
  }

  const throughLink: [LinkRow['audience'], LinkRow['role'], Role | 'guest', Role][] = [
    ['anyone', 'view', 'guest', 'view'],
    ['anyone', 'edit', 'guest', 'edit'],
    ['anyone', 'view', 'none', 'view'],
    ['anyone', 'edit', 'none', 'edit'],
    ['anyone', 'view', 'tick', 'tick'],
    ['anyone', 'view', 'edit', 'edit'],
    ['anyone', 'edit', 'view', 'edit'],
    ['anyone', 'view', 'own', 'edit'],
    ['anyone', 'edit', 'own', 'edit'],
    ['granted', 'view', 'guest', 'none'],
    ['granted', 'edit', 'guest', 'none'],
    ['granted', 'view', 'none', 'none'],
    ['granted', 'edit', 'none', 'none'],
    ['granted', 'view', 'view', 'view'],
    ['granted', 'edit', 'view', 'view'],
    ['granted', 'view', 'tick', 'view'],
    ['granted', 'edit', 'tick', 'tick'],
    ['granted', 'view', 'edit', 'view'],
    ['granted', 'edit', 'edit', 'edit'],
    ['granted', 'view', 'own', 'view'],
    ['granted', 'edit', 'own', 'edit'],
  ]
  test.each(throughLink)(
    'F45: a link for "%s" to %s, opened by who has "%s", lets them %s',
    async (audience, linkRole, has, role) => {
      const me = await world.user()
      const id = await document(me, has === 'none' || has === 'guest' ? {} : { 'user:me': has })
      const session = await byLink(id, has === 'guest' ? null : me, { audience, role: linkRole })
      expect(await permissions.roleOf(session, id)).toBe(role)
    },
  )

  test('F45: whom a channel shares it with, a granted link lets in as long as the chat says so', async () => {
    const me = await world.user()
    const id = await document(me, { [`channel:${CHANNEL}`]: 'edit' })
    const session = await byLink(id, me, { audience: 'granted', role: 'edit' })
    expect(await permissions.roleOf(session, id)).toBe('none')
    await seen(me, CHANNEL, 'edit')
    expect(await permissions.roleOf(session, id)).toBe('edit')
  })

  test('T3 T8: a link session reaches no other document, not even one that its user owns', async () => {
    const me = await world.user()
    const [id, mine] = [await document(me, {}), await document(me, { 'user:me': 'own' })]
    const session = await byLink(id, me, { audience: 'anyone', role: 'edit' })
    const foreign = await byLink(mine, me, { audience: 'anyone', role: 'edit' })
    const mixed = [session, { ...foreign, document: id }, { ...session, document: mine }]
    for (const one of mixed) expect(await permissions.roleOf(one, mine)).toBe('none')
    const heard = await permissions.require(session, mine, 'view').catch((error: unknown) => error)
    expect(heard).toMatchObject({ code: 'not_found' })
  })

  test('F45: a link that has ended leaves nothing, also to who may do more anyway, and says why', async () => {
    const me = await world.user()
    const id = await document(me, { 'user:me': 'edit' })
    const link = { audience: 'anyone', role: 'edit' } as const
    const expired = await byLink(id, me, { ...link, expiresAt: Date.now() })
    const revoked = await byLink(id, me, { ...link, expiresAt: Date.now() + 60_000 })
    expect(await permissions.roleOf(revoked, id)).toBe('edit')
    await store.links.revoke(id, revoked.link, Date.now())
    const unknown = { ...revoked, link: randomUUID() }
    for (const [session, code] of [
      [expired, 'link_expired'],
      [revoked, 'link_revoked'],
      [unknown, 'not_found'],
    ] as const) {
      expect([code, await permissions.roleOf(session, id)]).toEqual([code, 'none'])
      await expect(permissions.require(session, id, 'view')).rejects.toMatchObject({ code })
    }
  })

  test('F9 F43: what reaches me is what something is granted to: by name, by channel, by role', async () => {
    const me = await world.user()
    await seen(me, CHANNEL, 'view', [HELPERS])
    await seen(me, OTHER_CHANNEL, 'edit', [HELPERS])
    await seen(me, OTHER_GUILD, 'none', [HELPERS])
    const reach = async () => Object.fromEntries(await permissions.reachOf(me))
    expect(await reach()).toEqual({})
    await document(me, { 'user:me': 'view', [`channel:${OTHER_GUILD}`]: 'edit' })
    expect(await reach()).toEqual({ [`user:${me}`]: 'own' })
    await document(me, { [`channel:${CHANNEL}`]: 'edit', [`channel:${OTHER_CHANNEL}`]: 'edit' })
    await document(me, { [`role:${GUILD}/${HELPERS}`]: 'edit' })
    expect(await reach()).toEqual({
      [`user:${me}`]: 'own',
      [`channel:${CHANNEL}`]: 'view',
      [`channel:${OTHER_CHANNEL}`]: 'own',
      [`role:${GUILD}/${HELPERS}`]: 'own',
    })
  })

  test('F9 F43: where I was seen too long ago is looked up for a list, if it opens anything', async () => {
    const { id: me } = await store.users.identify('discord', '400000000000000002', newUser())
    await document(me, { [`channel:${CHANNEL}`]: 'edit' })
    await seen(me, CHANNEL, 'edit', [], PROOF_LIFE + 1)
    await seen(me, OTHER_CHANNEL, 'edit', [], PROOF_LIFE + 1)
    const memberships = new Memberships(store, bus)
    const asked: string[] = []
    let access: Access = 'view'
    bus.subscribe('membership.wanted', ({ channel }) => {
      asked.push(channel)
      void memberships.put({ userId: me, channel, access, roles: [] })
    })
    expect([...(await permissions.reachOf(me))]).toEqual([[`channel:${CHANNEL}`, 'view']])
    expect(asked).toEqual([CHANNEL])
    access = 'none'
    await seen(me, CHANNEL, 'edit', [], PROOF_LIFE + 1)
    expect([...(await permissions.reachOf(me))]).toEqual([])
  })

  const needs = (['view', 'tick', 'edit', 'own'] as const).flatMap((needed) =>
    ROLES.map((has) => ({ needed, has })),
  )
  test.each(needs)('T5: "$needed" asked of who may "$has"', async ({ needed, has }) => {
    const me = await world.user()
    const id = await document(me, has === 'none' ? {} : { 'user:me': has })
    const outcome = await permissions.require(me, id, needed).then(
      ({ role }) => role,
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    )
    const enough = ROLES.indexOf(has) >= ROLES.indexOf(needed)
    const refused = has === 'none' ? 'not_found' : 'forbidden'
    expect(outcome).toBe(enough ? has : refused)
  })

  test('T5: a stranger, a deleted and an unknown document sound the same', async () => {
    const me = await world.user()
    const foreign = await document(me, {})
    const deleted = await document(me, { 'user:me': 'own' })
    await store.documents.setDeleted(deleted, 1)
    const heard = await Promise.all(
      [foreign, deleted, randomUUID()].map((id) =>
        permissions.require(me, id, 'view').catch((error: unknown) => String(error)),
      ),
    )
    expect(new Set(heard).size).toBe(1)
  })
})
