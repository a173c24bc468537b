import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Membership } from '../types.ts'
import { entry, newLink, newUser, snapshot, START } from './world.ts'
import type { Stories } from './world.ts'

const KEY = 'g/c'
const DISCORD = { provider: 'discord', subject: '1' }

/** Somebody who came from a chat, and somebody with a password, who are to become one user. */
type Two = { from: string; into: string }

export const joiningStories: Stories = (world) => {
  const two = async (): Promise<Two> => {
    const born = newUser({ displayName: 'ada.l' })
    await world().store.users.identify(DISCORD.provider, DISCORD.subject, born)
    const named = { username: 'ada', displayName: 'Ada', passwordHash: 'h' }
    return { from: born.id, into: await world().user(named) }
  }
  const join = ({ from, into }: Two): Promise<void> =>
    world().store.users.join(from, into, START + 9)
  const grantsOf = async (document: string): Promise<string[]> =>
    (await world().store.grants.of(document)).map(({ principal, role }) => `${principal} ${role}`)
  const epochOf = async (document: string): Promise<number> => (await world().head(document)).epoch

  describe('a login for who came from a chat', () => {
    test('F40 F41: they sign in by it as the same user, once and for ever', async () => {
      const { users, sessions } = world().store
      const { id } = await users.identify('discord', '1', newUser())
      const session = { id: randomUUID(), userId: id, refreshHash: 'r', expiresAt: START + 1 }
      await sessions.create(session)
      await users.setLogin(id, { username: 'Ada', passwordHash: 'h' })
      expect(await users.byUsername('aDA')).toMatchObject({
        id,
        passwordHash: 'h',
        tokenVersion: 0,
      })
      expect(await sessions.alive(session.id, START)).toBe(true)
      const again = users.setLogin(id, { username: 'eve', passwordHash: 'another' })
      await expect(again).rejects.toMatchObject({ code: 'conflict' })
      expect(await users.get(id)).toMatchObject({ username: 'Ada', passwordHash: 'h' })
    })

    test('T14: a name that somebody has, in whatever case, is taken', async () => {
      const { users } = world().store
      await world().user({ username: 'ada' })
      const { id } = await users.identify('discord', '1', newUser())
      const late = users.setLogin(id, { username: 'ADA', passwordHash: 'h' })
      await expect(late).rejects.toMatchObject({ code: 'username_taken' })
      expect(await users.get(id)).toMatchObject({ username: null, passwordHash: null })
    })

    test('F40: whoever has a user name is called as they say, not as the chat does', async () => {
      const { users } = world().store
      const { id } = await users.identify('discord', '1', newUser({ displayName: 'ada.l' }))
      await users.setLogin(id, { username: 'ada', passwordHash: 'h' })
      await users.change(id, { displayName: 'Countess' })
      const seen = await users.identify('discord', '1', newUser({ displayName: 'ada.l2' }))
      expect(seen).toMatchObject({ id, displayName: 'Countess' })
      expect(await users.get(id)).toMatchObject({ displayName: 'Countess' })
    })
  })

  describe('an identity and a user', () => {
    test('F41: one that nobody has is theirs, also after a restart, and again', async () => {
      const ada = await world().user({ username: 'ada' })
      expect(await world().store.users.attach(ada, DISCORD)).toBe(ada)
      await world().restart()
      const { users } = world().store
      expect(await users.attach(ada, DISCORD)).toBe(ada)
      expect(await users.identities(ada)).toEqual([DISCORD])
      expect((await users.identify('discord', '1', newUser())).id).toBe(ada)
    })

    test('F41: one that somebody has stays theirs, and a second one of a provider is refused', async () => {
      const { users } = world().store
      const [ada, grace] = [await world().user(), await world().user()]
      await users.attach(ada, DISCORD)
      expect(await users.attach(grace, DISCORD)).toBe(ada)
      expect(await users.identities(grace)).toEqual([])
      const second = users.attach(ada, { provider: 'discord', subject: '2' })
      await expect(second).rejects.toMatchObject({ code: 'conflict' })
      expect(await users.identities(ada)).toEqual([DISCORD])
      const nobody = users.attach(randomUUID(), { provider: 'discord', subject: '3' })
      await expect(nobody).rejects.toMatchObject({ code: 'conflict' })
    })
  })

  describe('two users who are one person', () => {
    test('F40 F41: the identity leads to the one who stays, the other one is gone with its sessions', async () => {
      const { users, sessions } = world().store
      const { from, into } = await two()
      const session = { id: randomUUID(), userId: from, refreshHash: 'r', expiresAt: START + 1 }
      const stays = { ...session, id: randomUUID(), userId: into, refreshHash: 's' }
      for (const one of [session, stays]) await sessions.create(one)
      const before = await users.get(into)
      await join({ from, into })
      await world().restart()
      const after = world().store
      expect((await after.users.identify('discord', '1', newUser())).id).toBe(into)
      expect(await after.users.identities(into)).toEqual([DISCORD])
      expect(await after.users.subject(from, 'discord')).toBeNull()
      expect(await after.users.get(from)).toBeNull()
      expect(await after.users.get(into)).toEqual(before)
      expect(await after.sessions.alive(session.id, START)).toBe(false)
      expect(await after.sessions.alive(stays.id, START)).toBe(true)
    })

    test('F40 F48: the stronger of two rights stays, with who gave it, under another epoch', async () => {
      const { from, into } = await two()
      const rights = [
        { theirs: 'view', mine: null, left: 'view', by: 'who shared with the other' },
        { theirs: 'edit', mine: 'view', left: 'edit', by: 'who shared with the other' },
        { theirs: 'tick', mine: 'edit', left: 'edit', by: 'who shared with me' },
        { theirs: 'view', mine: 'view', left: 'view', by: 'who shared with me' },
        { theirs: 'own', mine: 'edit', left: 'own', by: 'who shared with the other' },
      ] as const
      const documents: string[] = []
      for (const { theirs, mine } of rights) {
        const id = await world().document()
        const grant = { document: id, createdAt: START }
        await world().store.grants.put({
          ...grant,
          principal: `user:${from}`,
          role: theirs,
          grantedBy: 'who shared with the other',
        })
        if (mine !== null)
          await world().store.grants.put({
            ...grant,
            principal: `user:${into}`,
            role: mine,
            grantedBy: 'who shared with me',
          })
        documents.push(id)
      }
      const epochs = await Promise.all(documents.map(epochOf))
      const untouched = await world().document({ owner: into })
      const rested = await epochOf(untouched)
      await join({ from, into })
      for (const [i, { left, by }] of rights.entries()) {
        const [id = '', epoch = 0] = [documents[i], epochs[i]]
        const concerned = (await world().store.grants.of(id)).filter(({ principal }) =>
          [from, into].some((one) => principal === `user:${one}`),
        )
        expect(concerned).toMatchObject([{ principal: `user:${into}`, role: left, grantedBy: by }])
        expect(await epochOf(id)).toBeGreaterThan(epoch)
      }
      expect(await epochOf(untouched)).toBe(rested)
    })

    test('R31: nothing that was in flight for the one who is gone lands', async () => {
      const { from, into } = await two()
      const document = await world().document({ owner: from })
      const late = await world().next(document, 'late')
      await join({ from, into })
      const [result] = await world().store.log.append([late])
      expect(result).toMatchObject({ kind: 'epoch' })
      expect(await world().read(document)).toEqual([])
    })

    test('F40: what they have created, granted and shared by links is theirs still, and found as such', async () => {
      const { from, into } = await two()
      const { documents, grants, links, search } = world().store
      const grace = await world().user()
      const own = await world().document({ owner: from, title: 'Plan' })
      const away = await world().document({ owner: from, title: 'Deleted' })
      await documents.setDeleted(away, START)
      const link = await newLink(world(), { document: own, createdBy: from })
      await links.create(link)
      const grant = { document: own, principal: `user:${grace}`, role: 'edit', createdAt: START }
      await grants.put({ ...grant, role: 'edit', grantedBy: from })
      await join({ from, into })
      for (const id of [own, away]) expect((await documents.get(id))?.createdBy).toBe(into)
      expect((await links.get(link.id))?.createdBy).toBe(into)
      expect((await grants.of(own)).find(({ principal }) => principal === grant.principal)).toEqual(
        { ...grant, grantedBy: into },
      )
      const reach = new Map([[`user:${into}`, 'own'] as const])
      const asked = { userId: into, reach, createdBy: into, limit: 10, after: null } as const
      const listed = await documents.list({
        ...asked,
        scope: 'owned',
        sort: 'created',
        order: 'asc',
        sharedBy: into,
        sharedWith: null,
        role: null,
      })
      expect(listed.map(({ row }) => row.id)).toEqual([own])
      const found = await search.find({
        ...asked,
        text: 'plan',
        sharedBy: null,
        sharedWith: null,
        sort: 'relevance',
        order: 'desc',
      })
      expect(found.map(({ row }) => row.id)).toEqual([own])
    })

    test('F40 F46: what they have created but may not own any more is found by its creator, too', async () => {
      const { from, into } = await two()
      const { grants, search } = world().store
      const grace = await world().user()
      const id = await world().document({ owner: from, title: 'Handed over' })
      const grant = { document: id, grantedBy: from, createdAt: START }
      await grants.put({ ...grant, principal: `user:${grace}`, role: 'own' })
      await grants.delete(id, `user:${from}`)
      await join({ from, into })
      const hits = await search.find({
        userId: grace,
        reach: new Map([[`user:${grace}`, 'own'] as const]),
        text: 'handed',
        createdBy: into,
        sharedBy: into,
        sharedWith: null,
        sort: 'relevance',
        order: 'desc',
        limit: 10,
        after: null,
      })
      expect(hits.map(({ row }) => row.id)).toEqual([id])
    })

    test('R13 F61: what they wrote keeps its author, who is called as the one who stays', async () => {
      const { from, into } = await two()
      const { users, snapshots, log } = world().store
      const document = await world().document({
        owner: from,
        first: entry('text', { author: `user:${from}` }),
      })
      const authors = [[7, `user:${from}`]] as const
      await snapshots.put(document, 0, snapshot(1, { authors }))
      await join({ from, into })
      expect((await world().entries(document)).map(({ author }) => author)).toEqual([
        `user:${from}`,
      ])
      expect((await log.load(document))?.snapshot?.authors).toEqual(authors)
      const ada = { id: into, displayName: 'Ada', color: '#15803d' }
      expect((await users.names([from, into])).get(from)).toEqual(ada)
      expect((await users.names([from, into])).get(into)).toEqual(ada)
      await users.delete(into, START + 20)
      expect((await users.names([from])).get(from)?.displayName).toBe('Deleted user')
    })

    test('F40: who was joined to somebody who is joined in turn is called as the last of them', async () => {
      const { users } = world().store
      const first = newUser()
      await users.identify('other', '1', first)
      const { from, into } = await two()
      await join({ from: first.id, into: from })
      await join({ from, into })
      expect((await users.names([first.id])).get(first.id)).toMatchObject({ id: into })
      expect(await users.identities(into)).toEqual([DISCORD, { provider: 'other', subject: '1' }])
    })

    test('F9 R31: what the chat has said of them counts on, the newer word of two', async () => {
      const { from, into } = await two()
      const { chat } = world().store
      const word: Membership = {
        userId: from,
        channel: KEY,
        access: 'edit',
        roles: ['1'],
        provedAt: START,
      }
      const ofMine: Membership = { ...word, userId: into, access: 'manage', provedAt: START - 1 }
      await chat.putMembership(word)
      await chat.putMembership({ ...word, channel: 'h/c', access: 'none', roles: [] })
      await chat.putMembership(ofMine)
      await chat.putMembership({ ...ofMine, channel: 'h/c', roles: [], provedAt: START + 1 })
      const documents = await Promise.all(
        [`channel:${KEY}`, `managers:${KEY}`, 'role:g/1', 'channel:g/other'].map((principal) =>
          world().document({ grants: [{ principal, role: 'edit' }] }),
        ),
      )
      const before = await Promise.all(documents.map(epochOf))
      await join({ from, into })
      const after = await Promise.all(documents.map(epochOf))
      expect(after.map((epoch, i) => epoch > (before[i] ?? 0))).toEqual([true, true, true, false])
      expect(await chat.memberships(from, 0)).toEqual([])
      const known = await chat.memberships(into, 0)
      expect(known.sort((a, b) => (a.channel < b.channel ? -1 : 1))).toEqual([
        { ...word, userId: into },
        { ...ofMine, channel: 'h/c', roles: [], provedAt: START + 1 },
      ])
    })

    test('F40: the newer of two intents in a channel counts', async () => {
      const { from, into } = await two()
      const { chat } = world().store
      const intent = { userId: from, channelId: '1', document: 'a', instanceId: null, at: START }
      await chat.putIntent(intent)
      await chat.putIntent({ ...intent, userId: into, document: 'older', at: START - 1 })
      await chat.putIntent({ ...intent, channelId: '2', document: 'older', at: START - 1 })
      await chat.putIntent({ ...intent, userId: into, channelId: '2', document: 'b' })
      await join({ from, into })
      const ask = { userId: into, instanceId: null, since: 0 }
      expect((await chat.intent({ ...ask, channelId: '1' }))?.document).toBe('a')
      expect((await chat.intent({ ...ask, channelId: '2' }))?.document).toBe('b')
      expect(await chat.intent({ ...ask, userId: from, channelId: '1' })).toBeNull()
    })

    test('T14 F40: nobody is joined who has a password, has another identity there, or is gone; nothing changes then', async () => {
      const { users } = world().store
      const { from, into } = await two()
      const document = await world().document({ owner: from })
      const epoch = await epochOf(document)
      const refused = async (pair: Two): Promise<void> => {
        await expect(join(pair)).rejects.toMatchObject({ code: 'conflict' })
      }
      await refused({ from: into, into: from })
      await refused({ from, into: randomUUID() })
      await refused({ from: randomUUID(), into })
      const gone = await world().user()
      await users.delete(gone, START)
      await refused({ from, into: gone })
      await refused({ from: gone, into })
      await users.attach(into, { provider: 'discord', subject: '2' })
      await refused({ from, into })
      expect(await users.get(from)).not.toBeNull()
      expect(await users.identities(from)).toEqual([DISCORD])
      expect(await grantsOf(document)).toEqual([`user:${from} own`])
      expect(await epochOf(document)).toBe(epoch)
    })

    test('F40: of two joins of one user at the same instant one is made', async () => {
      const { from, into } = await two()
      const other = await world().user()
      const document = await world().document({ owner: from })
      const joins = [into, other].map((one) => join({ from, into: one }))
      const done = (await Promise.allSettled(joins)).map(({ status }) => status)
      expect(done.sort()).toEqual(['fulfilled', 'rejected'])
      expect(await grantsOf(document)).toHaveLength(1)
    })
  })
}
