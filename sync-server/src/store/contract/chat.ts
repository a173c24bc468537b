import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Intent, Membership, PlacementRow, Store } from '../types.ts'
import { snapshot, START } from './world.ts'
import type { Stories, World } from './world.ts'

const placementOf = (document: string, more: Partial<PlacementRow> = {}): PlacementRow => ({
  id: randomUUID(),
  document,
  channel: '100000000000000001/200000000000000001',
  messageId: `m-${randomUUID()}`,
  shownHash: 'picture',
  shownSeq: 0,
  stuck: false,
  ...more,
})

/** A document whose text is merged to 2, and its card that shows all of it. */
const shown = async (world: World): Promise<{ document: string; card: string }> => {
  const document = await world.document()
  await world.write(document, 'a', 'b')
  await world.store.snapshots.put(document, 0, snapshot(2))
  const { id } = await world.store.chat.addPlacement(placementOf(document, { shownSeq: 2 }))
  return { document, card: id }
}

const stale = async (world: World): Promise<string[]> =>
  (await world.store.chat.stalePlacements(100)).map(({ id }) => id)

const intentOf = (userId: string, more: Partial<Intent> = {}): Intent => ({
  userId,
  channelId: 'c',
  document: 'd',
  instanceId: null,
  at: START,
  ...more,
})

export const chatStories: Stories = (world) => {
  describe('placements', () => {
    test('F3: a document remembers the messages that show it', async () => {
      const document = await world().document()
      const { chat } = world().store
      const rows = [placementOf(document), placementOf(document)]
      for (const row of rows) expect(await chat.addPlacement(row)).toEqual(row)
      await chat.addPlacement(placementOf(await world().document()))
      const ids = (placements: PlacementRow[]) => placements.map(({ id }) => id).sort()
      expect(ids(await chat.placements(document))).toEqual(ids(rows))
      await chat.deletePlacement(rows[0]?.id ?? '')
      expect(await chat.placement(rows[0]?.id ?? '')).toBeNull()
      expect(await chat.placement(rows[1]?.id ?? '')).toEqual(rows[1])
    })

    test('F3: a message told twice is one placement, with the id that counts', async () => {
      const first = placementOf(await world().document())
      const { chat } = world().store
      await chat.addPlacement(first)
      const again = await chat.addPlacement({ ...first, id: randomUUID(), shownSeq: 7 })
      expect(again).toEqual({ ...first, shownSeq: 7 })
      expect(await chat.placement(again.id)).toEqual(again)
      expect(await chat.placements(first.document)).toHaveLength(1)
    })

    test('F3: a card is stale from the next merge until it shows it', async () => {
      const { document, card } = await shown(world())
      expect(await stale(world())).toEqual([])
      await world().write(document, 'c')
      expect(await stale(world())).toEqual([])
      await world().store.snapshots.put(document, 2, snapshot(3))
      expect(await stale(world())).toEqual([card])
      await world().store.chat.changePlacement(card, { shownHash: 'next picture', shownSeq: 3 })
      expect(await stale(world())).toEqual([])
      expect(await world().store.chat.placement(card)).toMatchObject({
        shownHash: 'next picture',
        shownSeq: 3,
      })
    })

    test('F3: a rename makes its cards stale, also for a bot that was away', async () => {
      const { document, card } = await shown(world())
      await shown(world())
      await world().store.documents.rename(document, 'Another', START)
      await world().restart()
      expect(await stale(world())).toEqual([card])
      await world().store.chat.changePlacement(card, { shownHash: 'renamed', shownSeq: 2 })
      expect(await stale(world())).toEqual([])
    })

    test('F3: a card that says "deleted" is done; after the restore it is stale again', async () => {
      const { document, card } = await shown(world())
      await world().store.documents.setDeleted(document, START)
      expect(await stale(world())).toEqual([card])
      await world().store.chat.changePlacement(card, { shownHash: 'deleted', shownSeq: 0 })
      expect(await stale(world())).toEqual([])
      await world().store.documents.setDeleted(document, null)
      expect(await stale(world())).toEqual([card])
    })

    test('F3 F9: sharing with a channel, and taking it back, make a card stale; with people, not', async () => {
      const { document, card } = await shown(world())
      const { chat, grants } = world().store
      const grant = { document, role: 'view', grantedBy: null, createdAt: START } as const
      await grants.put({ ...grant, principal: `user:${randomUUID()}` })
      await grants.put({ ...grant, principal: 'managers:g/c' })
      expect(await stale(world())).toEqual([])
      await grants.put({ ...grant, principal: 'channel:g/c' })
      expect(await stale(world())).toEqual([card])
      await chat.changePlacement(card, { shownHash: 'shown', shownSeq: 2 })
      await grants.delete(document, 'channel:g/c')
      await world().restart()
      expect(await stale(world())).toEqual([card])
    })

    test('F3: what is told of an older state takes nothing from what changed since', async () => {
      const { document, card } = await shown(world())
      const { chat, documents } = world().store
      const listed = async () => (await chat.placement(card))?.shownSeq
      await documents.rename(document, 'Once', START)
      const was = await listed()
      await documents.rename(document, 'Twice', START)
      await chat.changePlacement(card, { shownHash: 'once', shownSeq: 2, was })
      expect(await stale(world())).toEqual([card])
      await chat.changePlacement(card, { shownHash: 'twice', shownSeq: 2, was: await listed() })
      expect(await chat.placement(card)).toMatchObject({ shownHash: 'twice', shownSeq: 2 })
      await chat.changePlacement(card, { shownHash: 'next', shownSeq: 3, was: 1 })
      expect(await chat.placement(card)).toMatchObject({ shownHash: 'next', shownSeq: 3 })
    })

    test('F3 C7: a card told of before it was posted gets its message, whatever changed meanwhile', async () => {
      const document = await world().document()
      const { chat, documents } = world().store
      const [posted, lost] = [placementOf(document), placementOf(document)]
      for (const row of [posted, lost]) await chat.addPlacement({ ...row, shownSeq: -1 })
      await documents.rename(document, 'Another', START)
      const shown = { shownHash: 'shown', shownSeq: 0, was: -1, messageId: 'm-posted' }
      await chat.changePlacement(posted.id, shown)
      const now = { ...posted, messageId: 'm-posted', shownHash: 'shown', shownSeq: -2 }
      expect(await chat.placement(posted.id)).toEqual(now)
      await chat.changePlacement(lost.id, shown)
      expect(await chat.placements(document)).toEqual([{ ...now, id: lost.id }])
    })

    test('F3 F8: what is told of a message that shows it no longer changes nothing', async () => {
      const { document, card } = await shown(world())
      const { chat } = world().store
      const before = (await chat.placement(card))?.messageId ?? ''
      const moved = { messageId: 'm-moved', shownHash: 'moved', shownSeq: 1 }
      await chat.changePlacement(card, moved)
      await chat.changePlacement(card, { shownHash: 'late', shownSeq: 2, shownIn: before })
      await chat.deletePlacement(card, before)
      expect(await chat.placements(document)).toEqual([expect.objectContaining(moved)])
      await chat.deletePlacement(card, 'm-moved')
      expect(await chat.placements(document)).toEqual([])
    })

    test('F8 F9 C7: the message that showed it before stays known, until somebody forgets it', async () => {
      const document = await world().document()
      const { chat } = world().store
      const [card, next] = [placementOf(document), placementOf(document, { shownSeq: -1 })]
      for (const row of [card, next]) await chat.addPlacement(row)
      const former = { id: next.id, shownIn: next.messageId, shownHash: 'leaving' }
      const move = { shownHash: 'lower', shownSeq: 2, messageId: 'm-new', former }
      await chat.changePlacement(card.id, { ...move, shownIn: 'm-another' })
      await chat.changePlacement(card.id, { ...move, former: { ...former, shownIn: 'm-another' } })
      await chat.changePlacement(card.id, { ...move, former: { ...former, id: randomUUID() } })
      expect(await chat.placement(card.id)).toEqual(card)
      await chat.changePlacement(card.id, { ...move, shownIn: card.messageId })
      expect(await chat.placement(card.id)).toMatchObject({ messageId: 'm-new', shownSeq: 2 })
      const left = { ...next, messageId: card.messageId, shownHash: 'leaving' }
      expect(await chat.placement(next.id)).toEqual(left)
    })

    test('F9: what another message shows is told of it, also when its right to show it changed meanwhile', async () => {
      const { document, card } = await shown(world())
      const { chat, documents } = world().store
      await chat.changePlacement(card, { shownHash: 'withheld', shownSeq: 9 })
      await documents.rename(document, 'Another', START)
      await chat.changePlacement(card, {
        shownHash: 'text',
        shownSeq: 2,
        was: 9,
        messageId: 'm-new',
      })
      expect(await chat.placement(card)).toMatchObject({ shownHash: 'text', shownSeq: -1 })
    })

    test('F3: stale cards come a page at a time', async () => {
      for (let i = 0; i < 3; i += 1) {
        const { document } = await shown(world())
        await world().store.documents.rename(document, 'Another', START)
      }
      expect(await world().store.chat.stalePlacements(2)).toHaveLength(2)
    })
  })

  describe('cards that stick', () => {
    const stuck = async (): Promise<string[]> =>
      (await world().store.chat.stuckPlacements(100)).map(({ id }) => id)

    test('F8: in a channel it is one at most, also after a restart, until it is let go or its message is gone', async () => {
      const document = await world().document()
      const [one, other, elsewhere] = [
        placementOf(document),
        placementOf(document),
        placementOf(document, { channel: '100000000000000001/200000000000000002' }),
      ]
      for (const row of [one, other, elsewhere]) await world().store.chat.addPlacement(row)
      expect(await stuck()).toEqual([])
      for (const { id } of [one, other, elsewhere, other])
        await world().store.chat.stickPlacement(id, true)
      await world().restart()
      expect((await stuck()).toSorted()).toEqual([other.id, elsewhere.id].toSorted())
      expect(await world().store.chat.placement(other.id)).toEqual({ ...other, stuck: true })
      await world().store.chat.stickPlacement(elsewhere.id, false)
      expect(await stuck()).toEqual([other.id])
      await world().store.chat.deletePlacement(other.id)
      expect(await stuck()).toEqual([])
    })

    test('F8: another message of its channel shows it, and it still sticks', async () => {
      const { chat } = world().store
      const document = await world().document()
      const [card, other] = [placementOf(document), placementOf(document)]
      for (const row of [card, other]) await chat.addPlacement(row)
      await chat.stickPlacement(card.id, true)
      const shownBy = { shownHash: 'lower', shownSeq: 2 }
      await chat.changePlacement(card.id, { ...shownBy, messageId: other.messageId })
      expect(await chat.placements(document)).toEqual([
        { ...card, ...shownBy, messageId: other.messageId, stuck: true },
      ])
    })

    test('F8: they come a page at a time', async () => {
      const { chat } = world().store
      const document = await world().document()
      for (const end of [1, 2, 3]) {
        const channel = `100000000000000001/20000000000000000${end}`
        const { id } = await chat.addPlacement(placementOf(document, { channel }))
        await chat.stickPlacement(id, true)
      }
      const [first, second] = await chat.stuckPlacements(2)
      const rest = await chat.stuckPlacements(2, second?.id)
      expect(new Set([first, second, ...rest].map((row) => row?.channel)).size).toBe(3)
    })
  })

  describe('memberships', () => {
    test('F9: who manages a server is told by the newest word, whichever channel it came from', async () => {
      const { chat } = world().store
      const userId = randomUUID()
      const word = { userId, access: 'edit', roles: [], provedAt: START } as const
      const put = (channel: string, managesGuild?: boolean) =>
        chat.putMembership({ ...word, channel, roles: [], managesGuild })
      const managed = async (): Promise<string[]> =>
        (await chat.memberships(userId, START))
          .flatMap(({ channel, managesGuild }) => (managesGuild === true ? channel : []))
          .toSorted()
      await put('g/c', true)
      await put('g/other', true)
      await put('h/c', true)
      expect(await managed()).toEqual(['g/c', 'g/other', 'h/c'])
      await put('g/c')
      expect(await managed()).toEqual(['h/c'])
    })

    test('F9: the newest word counts, for as long as it is asked for', async () => {
      const { chat } = world().store
      const userId = randomUUID()
      const word = { userId, channel: 'g/c', access: 'edit', roles: ['1', '2'] } as const
      await chat.putMembership({ ...word, roles: [...word.roles], provedAt: START })
      await chat.putMembership({ ...word, access: 'view', roles: [], provedAt: START + 5 })
      await chat.putMembership({ ...word, userId: randomUUID(), roles: [], provedAt: START + 5 })
      expect(await chat.memberships(userId, START + 5)).toEqual([
        { userId, channel: 'g/c', access: 'view', roles: [], provedAt: START + 5 },
      ])
      expect(await chat.memberships(userId, START + 6)).toEqual([])
    })
  })

  describe('a narrower membership', () => {
    const userId = randomUUID()
    const word = { userId, channel: 'g/c', access: 'edit', provedAt: START } as const

    /** Documents granted to the channel, to two roles and to somebody else's channel, and which epochs go up. */
    const touched = async (act: (chat: Store['chat']) => Promise<boolean>): Promise<unknown[]> => {
      const { store } = world()
      const granted = [
        'channel:g/c',
        'managers:g/c',
        'role:g/1',
        'role:g/2',
        'channel:g/other',
        'role:h/1',
      ]
      const ids = await Promise.all(
        granted.map((principal) => world().document({ grants: [{ principal, role: 'edit' }] })),
      )
      const epochs = (): Promise<(number | undefined)[]> =>
        Promise.all(ids.map(async (id) => (await store.log.head(id))?.epoch))
      const before = await epochs()
      const less = await act(store.chat)
      const after = await epochs()
      return [less, ...granted.filter((_, i) => after[i] !== before[i])]
    }

    test('F48 R31: bumps the epochs of what it takes something from, and of nothing else', async () => {
      const { chat } = world().store
      const put = (change: Partial<Membership>) =>
        chat.putMembership({ ...word, roles: [], ...change })
      expect(await touched(() => put({ roles: ['1', '2'] }))).toEqual([false])
      expect(await touched(() => put({ roles: ['1', '2'] }))).toEqual([false])
      expect(await touched(() => put({ roles: ['1'] }))).toEqual([true, 'role:g/2'])
      expect(await touched(() => put({ roles: ['1'], access: 'manage' }))).toEqual([false])
      expect(await touched(() => put({ roles: ['1'] }))).toEqual([
        true,
        'channel:g/c',
        'managers:g/c',
      ])
      expect(await touched(() => put({ roles: ['1'], access: 'view' }))).toEqual([
        true,
        'channel:g/c',
        'managers:g/c',
      ])
      expect(await touched(() => put({ roles: ['1'], access: 'none' }))).toEqual([
        true,
        'channel:g/c',
        'managers:g/c',
        'role:g/1',
      ])
      expect(await touched(() => put({ roles: ['1'], access: 'none' }))).toEqual([false])
      expect(await touched(() => put({ roles: ['1'] }))).toEqual([false])
      expect(await touched(() => put({ userId: randomUUID() }))).toEqual([false])
    })

    test('F9 F48: roles are those of the whole server: the newest word counts for its other channels', async () => {
      const { chat } = world().store
      const put = (change: Partial<Membership>) =>
        chat.putMembership({ ...word, roles: [], ...change })
      await put({ roles: ['1'] })
      await put({ channel: 'h/c', roles: ['1'] })
      expect(await touched(() => put({ channel: 'g/new' }))).toEqual([true, 'role:g/1'])
      const roles = (await chat.memberships(userId, START)).map((one) => [one.channel, one.roles])
      expect(Object.fromEntries(roles)).toEqual({ 'g/c': [], 'g/new': [], 'h/c': ['1'] })
    })
  })

  describe('intents', () => {
    const ask = (userId: string, more: { instanceId?: string; channelId?: string }) =>
      world().store.chat.intent({
        userId,
        instanceId: null,
        channelId: null,
        since: START,
        ...more,
      })

    test('F2: what I was just about to open in this channel comes first', async () => {
      const { chat } = world().store
      await chat.putIntent(intentOf('ada', { document: 'old', channelId: 'x', instanceId: 'i' }))
      await chat.putIntent(intentOf('grace', { document: 'hers', instanceId: 'i', at: START + 9 }))
      await chat.putIntent(intentOf('ada', { document: 'new', at: START + 1 }))
      const intent = await ask('ada', { instanceId: 'i', channelId: 'c' })
      expect(intent).toEqual(intentOf('ada', { document: 'new', at: START + 1 }))
    })

    test('F2: then what I opened in this instance, then what somebody opened there', async () => {
      const { chat } = world().store
      await chat.putIntent(intentOf('ada', { document: 'mine', instanceId: 'i', at: START - 9 }))
      await chat.putIntent(intentOf('grace', { document: 'hers', instanceId: 'i' }))
      const where = { instanceId: 'i', channelId: 'c' }
      expect((await ask('ada', where))?.document).toBe('mine')
      expect((await ask('linus', where))?.document).toBe('hers')
      expect(await ask('linus', { instanceId: 'another', channelId: 'c' })).toBeNull()
    })

    test('F2: an old intent in a channel does not count, nor does that of another', async () => {
      const { chat } = world().store
      await chat.putIntent(intentOf('ada', { at: START - 1 }))
      await chat.putIntent(intentOf('grace'))
      expect(await ask('ada', { channelId: 'c' })).toBeNull()
      expect(await ask('linus', { channelId: 'c' })).toBeNull()
      expect(await ask('grace', { channelId: 'c' })).not.toBeNull()
      expect(await ask('grace', {})).toBeNull()
    })

    test('F2: the newest intent in a channel replaces the one before', async () => {
      const { chat } = world().store
      await chat.putIntent(intentOf('ada', { document: 'first' }))
      await chat.putIntent(intentOf('ada', { document: 'second', instanceId: 'i' }))
      expect((await ask('ada', { channelId: 'c' }))?.document).toBe('second')
      expect((await ask('ada', { instanceId: 'i' }))?.document).toBe('second')
    })
  })

  describe('openings', () => {
    const ask = (userId: string, instanceId: string, channelId: string | null = 'c') =>
      world().store.chat.opening({ userId, instanceId, channelId, since: START })

    test('F2: the newest of what I asked for, in this instance or in this channel', async () => {
      const { chat } = world().store
      await chat.putIntent(intentOf('ada', { document: 'there', channelId: 'x', instanceId: 'i' }))
      expect((await ask('ada', 'i'))?.document).toBe('there')
      await chat.putIntent(intentOf('ada', { document: 'here', at: START + 1 }))
      expect((await ask('ada', 'i'))?.document).toBe('here')
      expect((await ask('ada', 'i', null))?.document).toBe('there')
      expect((await ask('ada', 'another'))?.document).toBe('here')
    })

    test('F2: not what others asked for, nor what was long ago', async () => {
      const { chat } = world().store
      await chat.putIntent(intentOf('grace', { instanceId: 'i' }))
      await chat.putIntent(intentOf('ada', { instanceId: 'i', at: START - 1 }))
      expect(await ask('ada', 'i')).toBeNull()
    })
  })

  describe('what is looked at', () => {
    test('F2: one document each, as long as they say so', async () => {
      const { chat } = world().store
      await chat.show('i', 'ada', 'a', START)
      await chat.show('i', 'grace', 'a', START + 1)
      await chat.show('i', 'ada', 'b', START + 2)
      await chat.show('another', 'linus', 'c', START + 2)
      expect(await chat.shown('i', START)).toEqual([
        { userId: 'ada', document: 'b', at: START + 2 },
        { userId: 'grace', document: 'a', at: START + 1 },
      ])
      await chat.show('i', 'ada', null, START + 3)
      expect((await chat.shown('i', START)).map(({ userId }) => userId)).toEqual(['grace'])
      expect(await chat.shown('i', START + 2)).toEqual([])
    })

    test('F2: who is gone for long is forgotten, also where nobody looks', async () => {
      const { chat } = world().store
      await chat.show('i', 'ada', 'a', START)
      await chat.show('another', 'grace', 'b', START + 60 * 60_000)
      expect(await chat.shown('i', 0)).toEqual([])
    })
  })

  describe('events', () => {
    test('F3: are numbered upwards, read in pages and kept over a restart', async () => {
      const { store } = world()
      expect(await store.events.newest()).toBe(0)
      const document = await world().document()
      for (const title of ['a', 'b', 'c']) await store.documents.rename(document, title, START)
      await world().restart()
      const { events } = world().store
      const all = await events.after(0, 10)
      expect(all.map(({ event }) => event.type)).toEqual(Array(3).fill('document.changed'))
      const ids = all.map(({ id }) => id)
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
      expect(await events.newest()).toBe(ids.at(-1))
      expect(await events.after(ids[0] ?? 0, 1)).toEqual(all.slice(1, 2))
      expect(await events.after(await events.newest(), 10)).toEqual([])
    })
  })

  describe('blobs', () => {
    test('pictures are found by their hash and written once', async () => {
      const { blobs } = world().store
      const document = await world().document()
      expect(await blobs.get('hash')).toBeNull()
      await blobs.put('hash', Uint8Array.from([0, 255]), { document, at: START })
      await blobs.put('hash', Uint8Array.from([0, 255]), { document, at: START + 1 })
      expect([...((await blobs.get('hash')) ?? [])]).toEqual([0, 255])
    })
  })
}
