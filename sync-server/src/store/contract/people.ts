import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { newUser, START } from './world.ts'
import type { Stories, World } from './world.ts'

const SECRET = 'hash of a refresh token'

const signIn = async (world: World, userId: string, refreshHash = SECRET): Promise<string> => {
  const id = randomUUID()
  await world.store.sessions.create({ id, userId, refreshHash, expiresAt: START + 100 })
  return id
}

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
      expect(await sessions.rotate(SECRET, { refreshHash: 'n', expiresAt: 1 }, START)).toBeNull()
    })

    test('F40: what a deleted user wrote keeps an author, without the name', async () => {
      const id = await world().user({ displayName: 'Ada' })
      const stays = await world().user({ displayName: 'Grace' })
      await world().store.users.delete(id, START)
      const names = await world().store.users.names([id, stays, randomUUID()])
      expect([...names.keys()].sort()).toEqual([id, stays].sort())
      expect(names.get(id)?.displayName).not.toContain('Ada')
      expect(names.get(stays)).toEqual({ displayName: 'Grace', color: '#15803d' })
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

  describe('sessions', () => {
    test('T6: a refresh token works once, its successor next', async () => {
      const userId = await world().user()
      const id = await signIn(world(), userId)
      const { sessions } = world().store
      const next = { refreshHash: 'second', expiresAt: START + 500 }
      expect(await sessions.rotate(SECRET, next, START)).toEqual({ id, userId, ...next })
      expect(await sessions.rotate(SECRET, next, START)).toBeNull()
      const last = { refreshHash: 'third', expiresAt: START + 900 }
      expect(await sessions.rotate('second', last, START)).toMatchObject({ id })
    })

    test('T6: of two uses of a refresh token at the same instant one works', async () => {
      await signIn(world(), await world().user())
      const uses = ['x', 'y'].map((refreshHash) =>
        world().store.sessions.rotate(SECRET, { refreshHash, expiresAt: START + 100 }, START),
      )
      expect((await Promise.all(uses)).filter((used) => used !== null)).toHaveLength(1)
    })

    test('T6: a session ends at its time, and lives on when it is used', async () => {
      const { sessions } = world().store
      const unused = await signIn(world(), await world().user(), 'unused')
      const used = await signIn(world(), await world().user())
      await sessions.rotate(SECRET, { refreshHash: 'n', expiresAt: START + 1_000 }, START)
      expect(await sessions.alive(unused, START + 99)).toBe(true)
      expect(await sessions.alive(unused, START + 100)).toBe(false)
      expect(await sessions.alive(used, START + 999)).toBe(true)
      const next = { refreshHash: 'n', expiresAt: START + 9_000 }
      expect(await sessions.rotate('unused', next, START + 100)).toBeNull()
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
