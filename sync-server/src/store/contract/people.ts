import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { NextRefresh, SessionRow } from '../types.ts'
import { newLink, newUser, snapshot, START } from './world.ts'
import { joiningStories } from './joining.ts'
import type { Stories, World } from './world.ts'

const SECRET = 'hash of a refresh token'

const signIn = async (world: World, userId: string, refreshHash = SECRET): Promise<string> => {
  const id = randomUUID()
  await world.store.sessions.create({ id, userId, refreshHash, expiresAt: START + 100 })
  return id
}

/** Goes on with a session; nothing may be sent again unless `repeatFor` says so, ms. */
const rotate = (
  { store }: World,
  id: string,
  refreshHash: string,
  next: Partial<NextRefresh>,
  { now, repeatFor } = { now: START, repeatFor: -1 },
): Promise<SessionRow | null> =>
  store.sessions.rotate(
    { id, refreshHash },
    { refreshHash: 'next', expiresAt: START + 100, ...next },
    now,
    now - repeatFor,
  )

export const peopleStories: Stories = (world) => {
  describe('users', () => {
    test('F40: a user comes back as it was, also after a restart', async () => {
      const user = newUser({ username: 'Ada', displayName: 'Ada Ł 😀', passwordHash: 'h' })
      await world().store.users.create(user)
      await world().restart()
      expect(await world().store.users.get(user.id)).toEqual(user)
      expect(await world().store.users.get(randomUUID())).toBeNull()
    })

    test('T14: a user name is found and taken in any case', async () => {
      const ada = await world().user({ username: 'Ada' })
      const { users } = world().store
      expect((await users.byUsername('aDA'))?.id).toBe(ada)
      await expect(world().user({ username: 'ADA' })).rejects.toMatchObject({
        code: 'username_taken',
      })
      expect((await users.byUsername('ada'))?.username).toBe('Ada')
    })

    test('T14: of many who want one name at the same instant one gets it', async () => {
      const wanted = Array.from({ length: 5 }, (_, i) => (i % 2 === 0 ? 'grace' : 'GRACE'))
      const results = await Promise.allSettled(wanted.map((username) => world().user({ username })))
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    })

    test('people of chats have no user name and do not collide by that', async () => {
      await world().user({ username: null })
      await expect(world().user({ username: null })).resolves.toBeTypeOf('string')
    })

    test('T6: a new password raises the token version, a new display name does not', async () => {
      const id = await world().user({ username: 'ada' })
      const { users } = world().store
      await users.change(id, { displayName: 'Countess' })
      expect(await users.get(id)).toMatchObject({ displayName: 'Countess', tokenVersion: 0 })
      await users.change(id, { passwordHash: 'new' })
      expect(await users.get(id)).toMatchObject({ passwordHash: 'new', tokenVersion: 1 })
    })

    test('T1: a deleted user is gone from look-ups, with sessions and identities', async () => {
      const { users, sessions } = world().store
      const user = await users.identify('discord', '1', newUser({ username: 'ada' }))
      const session = await signIn(world(), user.id)
      await users.delete(user.id, START)
      expect(await users.get(user.id)).toBeNull()
      expect(await users.byUsername('ada')).toBeNull()
      expect(await users.subject(user.id, 'discord')).toBeNull()
      expect(await sessions.alive(session, START)).toBe(false)
      expect(await rotate(world(), session, SECRET, { refreshHash: 'n' })).toBeNull()
    })

    test('F40: what a deleted user wrote keeps an author, without the name', async () => {
      const id = await world().user({ displayName: 'Ada' })
      const stays = await world().user({ displayName: 'Grace' })
      await world().store.users.delete(id, START)
      const names = await world().store.users.names([id, stays, randomUUID()])
      expect([...names.keys()].sort()).toEqual([id, stays].sort())
      expect(names.get(id)?.displayName).not.toContain('Ada')
      expect(names.get(stays)).toEqual({ id: stays, displayName: 'Grace', color: '#15803d' })
    })

    const KEY = 'g/c'
    type Grants = { principal: string; role: 'view' | 'edit' | 'own' }[]

    /** Who may do what in a document of somebody who is deleted then; epochs count what was raised. */
    const left = async (grants: Grants, owner?: string): Promise<unknown> => {
      const { users, log } = world().store
      const gone = owner ?? (await world().user())
      const document = await world().document({ owner: gone, grants })
      const before = await log.head(document)
      await users.delete(gone, START + 5)
      const after = await world().store.grants.of(document)
      expect((await log.head(document))?.epoch).toBe((before?.epoch ?? 0) + 1)
      return after.map(({ principal, role }) => `${principal} ${role}`).sort()
    }

    const withoutOwner = [
      { principal: 'user:grace', role: 'edit' },
      { principal: `channel:${KEY}`, role: 'edit' },
    ] as const

    test('F40: the documents of a deleted user belong to who owned them together with them', async () => {
      const grants = [...withoutOwner, { principal: 'user:linus', role: 'own' } as const]
      expect(await left(grants)).toEqual([
        `channel:${KEY} edit`,
        'user:grace edit',
        'user:linus own',
      ])
    })

    test('F40: those that nobody else owned belong to who manages the channel they live in', async () => {
      expect(await left([...withoutOwner])).toEqual([
        `channel:${KEY} edit`,
        `managers:${KEY} own`,
        'user:grace edit',
      ])
    })

    test('F40: or that shows them', async () => {
      const gone = await world().user()
      const document = await world().document({ owner: gone })
      const placement = { id: randomUUID(), document, messageId: 'm', shownHash: '', shownSeq: 0 }
      await world().store.chat.addPlacement({ ...placement, channel: KEY })
      await world().store.users.delete(gone, START)
      const grants = await world().store.grants.of(document)
      expect(grants).toMatchObject([{ principal: `managers:${KEY}`, role: 'own' }])
      expect(await world().store.documents.purge(START + 1, 10)).toEqual([])
    })

    test('F40: those in which a deleted user might only do something lose that, and nothing else changes', async () => {
      const me = await world().user()
      const document = await world().document({
        grants: [{ principal: `user:${me}`, role: 'edit' }],
      })
      const { epoch } = await world().head(document)
      await world().store.users.delete(me, START)
      expect(await world().store.grants.of(document)).toMatchObject([{ role: 'own' }])
      expect((await world().head(document)).epoch).toBe(epoch + 1)
    })

    test('R31 T1: what a deleted user could open through a channel or role goes on under another epoch', async () => {
      const { users, chat } = world().store
      const me = await world().user()
      const word = { userId: me, channel: KEY, access: 'view', roles: ['1'] } as const
      await chat.putMembership({ ...word, roles: ['1'], provedAt: START })
      const ids = await Promise.all(
        [`channel:${KEY}`, 'role:g/1', 'channel:g/other'].map((principal) =>
          world().document({ grants: [{ principal, role: 'edit' }] }),
        ),
      )
      const epochs = (): Promise<number[]> =>
        Promise.all(ids.map(async (id) => (await world().head(id)).epoch))
      const before = await epochs()
      await users.delete(me, START)
      const raised = (await epochs()).map((epoch, i) => epoch - (before[i] ?? 0))
      expect(raised).toEqual([1, 1, 0])
      expect(await chat.memberships(me, 0)).toEqual([])
    })

    test('F40: those that live in no channel are kept for a while, then nothing is left of them', async () => {
      const { users, documents, log, snapshots, grants, chat, links, blobs } = world().store
      const gone = await world().user()
      const granted = { principal: 'user:grace', role: 'edit' } as const
      const document = await world().document({ owner: gone, grants: [granted] })
      const other = await world().document()
      for (const id of [document, other]) {
        await world().write(id, 'text')
        await snapshots.put(id, 0, snapshot(1))
      }
      await blobs.put('picture', Uint8Array.of(1), { document, at: START })
      await users.delete(gone, START)
      const placement = { id: randomUUID(), document, messageId: 'm', shownHash: '', shownSeq: 0 }
      await chat.addPlacement({ ...placement, channel: KEY })
      await links.create(await newLink(world(), { document, createdBy: gone }))
      expect(await documents.purge(START, 10)).toEqual([])
      expect(await grants.of(document)).toMatchObject([granted])
      expect(await world().read(document)).toEqual(['text'])
      expect(await documents.purge(START + 1, 10)).toEqual([document])
      expect(await documents.purge(START + 1, 10)).toEqual([])
      expect(await documents.get(document)).toBeNull()
      expect(await log.head(document)).toBeNull()
      expect(await log.load(document)).toBeNull()
      expect(await world().read(document)).toEqual([])
      expect(await snapshots.latest(document)).toBeNull()
      expect(await grants.of(document)).toEqual([])
      expect(await chat.placements(document)).toEqual([])
      expect(await links.of(document, { after: null, limit: 10 })).toEqual([])
      expect(await blobs.get('picture')).toBeNull()
      expect((await log.load(other))?.snapshot?.text).toBe('text 1')
      expect(await world().read(other)).toEqual(['text'])
    })

    test('T1: who comes back from the chat after being deleted is somebody new', async () => {
      const { users } = world().store
      const before = await users.identify('discord', '1', newUser())
      await users.delete(before.id, START)
      const after = await users.identify('discord', '1', newUser())
      expect(after.id).not.toBe(before.id)
      expect(await users.get(after.id)).not.toBeNull()
    })
  })

  describe('identities', () => {
    test('F41: the same subject is the same user for ever, the newest name counts', async () => {
      const { users } = world().store
      const first = await users.identify('discord', '1', newUser({ displayName: 'ada' }))
      const again = await users.identify('discord', '1', newUser({ displayName: 'Countess' }))
      expect(again).toEqual({ ...first, displayName: 'Countess' })
      expect((await users.get(first.id))?.displayName).toBe('Countess')
      expect(await users.subject(first.id, 'discord')).toBe('1')
      expect((await users.identify('discord', '2', newUser())).id).not.toBe(first.id)
      expect((await users.identify('other', '1', newUser())).id).not.toBe(first.id)
    })

    test('F41: ten first looks at the same instant make one user', async () => {
      const { users } = world().store
      const looks = Array.from({ length: 10 }, (_, i) =>
        users.identify('discord', '1', newUser({ displayName: `name ${i}` })),
      )
      const ids = new Set((await Promise.all(looks)).map(({ id }) => id))
      expect(ids.size).toBe(1)
    })
  })

  joiningStories(world)

  describe('sessions', () => {
    test('T6: a refresh token works once, its successor next', async () => {
      const userId = await world().user()
      const id = await signIn(world(), userId)
      const next = { refreshHash: 'second', expiresAt: START + 500 }
      expect(await rotate(world(), id, SECRET, next)).toEqual({ id, userId, ...next })
      expect(await rotate(world(), id, 'second', { refreshHash: 'third' })).toMatchObject({ id })
      expect(await world().store.sessions.alive(id, START)).toBe(true)
    })

    test('T6: one that was used before, or is made up, ends its session and no other', async () => {
      const userId = await world().user()
      const other = await signIn(world(), userId, 'another')
      for (const wrong of [SECRET, 'second', 'made up']) {
        const id = await signIn(world(), userId)
        await rotate(world(), id, SECRET, { refreshHash: 'second' })
        await rotate(world(), id, 'second', { refreshHash: 'third' })
        expect(await rotate(world(), id, wrong, { refreshHash: 'x' })).toBeNull()
        expect(await world().store.sessions.alive(id, START)).toBe(false)
        expect(await rotate(world(), id, 'third', { refreshHash: 'x' })).toBeNull()
      }
      expect(await rotate(world(), randomUUID(), SECRET, { refreshHash: 'x' })).toBeNull()
      expect(await world().store.sessions.alive(other, START)).toBe(true)
    })

    test('T6: one whose answer was lost works again for a while, as long as nobody has used the next', async () => {
      const id = await signIn(world(), await world().user())
      const rotateAt = (now: number, used: string, refreshHash: string): Promise<unknown> =>
        rotate(world(), id, used, { refreshHash }, { now: START + now, repeatFor: 10 })
      expect(await rotateAt(0, SECRET, 'lost')).not.toBeNull()
      expect(await rotateAt(6, SECRET, 'lost too')).not.toBeNull()
      expect(await rotateAt(10, SECRET, 'second')).not.toBeNull()
      expect(await rotateAt(11, 'second', 'third')).not.toBeNull()
      expect(await rotateAt(12, SECRET, 'x')).toBeNull()
      expect(await world().store.sessions.alive(id, START)).toBe(false)
      const late = await signIn(world(), await world().user())
      await rotate(world(), late, SECRET, { refreshHash: 'next' })
      const tooLate = { now: START + 11, repeatFor: 10 }
      expect(await rotate(world(), late, SECRET, { refreshHash: 'x' }, tooLate)).toBeNull()
      expect(await world().store.sessions.alive(late, START)).toBe(false)
    })

    test('T6: of two uses of a refresh token at the same instant one works', async () => {
      const id = await signIn(world(), await world().user())
      const uses = ['x', 'y'].map((refreshHash) => rotate(world(), id, SECRET, { refreshHash }))
      expect((await Promise.all(uses)).filter((used) => used !== null)).toHaveLength(1)
    })

    test('T6: a session ends at its time, and lives on when it is used', async () => {
      const { sessions } = world().store
      const unused = await signIn(world(), await world().user(), 'unused')
      const used = await signIn(world(), await world().user())
      await rotate(world(), used, SECRET, { refreshHash: 'n', expiresAt: START + 1_000 })
      expect(await sessions.alive(unused, START + 99)).toBe(true)
      expect(await sessions.alive(unused, START + 100)).toBe(false)
      expect(await sessions.alive(used, START + 999)).toBe(true)
      const late = { now: START + 100, repeatFor: 0 }
      expect(await rotate(world(), unused, 'unused', { refreshHash: 'x' }, late)).toBeNull()
    })

    test('T1 T6: ends one session, or with a new password all of one user', async () => {
      const [ada, grace] = [await world().user(), await world().user()]
      const one = await signIn(world(), ada, 'a')
      const two = await signIn(world(), ada, 'b')
      const other = await signIn(world(), grace, 'c')
      const alive = () =>
        Promise.all([one, two, other].map((id) => world().store.sessions.alive(id, START)))
      await world().store.sessions.end(one)
      expect(await alive()).toEqual([false, true, true])
      await world().store.users.change(ada, { passwordHash: 'another hash' })
      expect(await alive()).toEqual([false, false, true])
    })
  })
}
