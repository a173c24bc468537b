import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { GuildRules, Membership } from '../types.ts'
import { START } from './world.ts'
import type { Stories } from './world.ts'

const UNSET: GuildRules = { create: null, edit: null, stick: null }

export const guildStories: Stories = (world) => {
  /** Documents shared with these, and those of them whose epoch goes up. */
  const touched = async (principals: string[], act: () => Promise<unknown>): Promise<string[]> => {
    const ids = await Promise.all(
      principals.map((principal) => world().document({ grants: [{ principal, role: 'edit' }] })),
    )
    const epochs = () => Promise.all(ids.map(async (id) => (await world().head(id)).epoch))
    const before = await epochs()
    await act()
    const after = await epochs()
    return principals.filter((_, i) => after[i] !== before[i])
  }

  describe('what a server has set', () => {
    test('F9 F10: is kept, for each server by itself', async () => {
      const rules = { create: ['1'], edit: ['1', '2'], stick: null }
      await world().store.guilds.putRules('100000000000000001', rules)
      await world().store.guilds.putRules('100000000000000002', UNSET)
      await world().restart()
      const { guilds } = world().store
      const known = await guilds.rules(['100000000000000001', '100000000000000003'])
      expect(known).toEqual(new Map([['100000000000000001', rules]]))
      await guilds.putRules('100000000000000001', UNSET)
      expect(await guilds.rules(['100000000000000001'])).toEqual(
        new Map([['100000000000000001', UNSET]]),
      )
    })

    test('F48 R31: who may edit bumps the epochs of what is shared with its channels, and of nothing else', async () => {
      const { guilds } = world().store
      const all = ['channel:10/1', 'channel:10/2', 'channel:100/1', 'channel:1/1', 'role:10/1']
      const set = (change: Partial<GuildRules>) => () =>
        guilds.putRules('10', { ...UNSET, ...change })
      expect(await touched(all, set({ edit: ['1'] }))).toEqual(['channel:10/1', 'channel:10/2'])
      expect(await touched(all, set({ edit: ['1'], create: ['1'], stick: ['1'] }))).toEqual([])
      expect(await touched(all, set({ edit: ['2'] }))).toEqual(['channel:10/1', 'channel:10/2'])
      expect(await touched(all, set({}))).toEqual(['channel:10/1', 'channel:10/2'])
    })

    test('F48 R31: answers with what is shared with its channels', async () => {
      const id = await world().document({ grants: [{ principal: 'channel:10/1', role: 'edit' }] })
      const { guilds } = world().store
      expect(await guilds.putRules('10', { ...UNSET, edit: ['1'] })).toEqual([id])
      expect(await guilds.putRules('10', { ...UNSET, edit: ['1'] })).toEqual([])
    })
  })

  test('F48 R31: where some roles may edit, who loses one of them may do less in every channel', async () => {
    const { guilds, chat } = world().store
    const userId = randomUUID()
    const put = (change: Partial<Membership>) => () =>
      chat.putMembership({
        userId,
        channel: '10/1',
        access: 'edit',
        roles: ['1', '2'],
        provedAt: START,
        ...change,
      })
    await guilds.putRules('10', { ...UNSET, edit: ['1'] })
    await put({})()
    await put({ channel: '10/2' })()
    const all = ['channel:10/1', 'channel:10/2', 'channel:10/3']
    expect(await touched(all, put({ roles: ['1'] }))).toEqual([])
    expect(await touched(all, put({ roles: [] }))).toEqual(['channel:10/1', 'channel:10/2'])
    await put({ roles: [], managesGuild: true })()
    expect(await touched(all, put({ roles: [] }))).toEqual(['channel:10/1', 'channel:10/2'])
  })
}
