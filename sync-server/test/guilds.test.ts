import { randomUUID } from 'node:crypto'
import type { GuildSettings } from '@sticky/shared/api/guilds'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { setStage } from './stage/stage.ts'
import { StickyClient } from './stage/sticky-client.ts'
import { pause, until } from './stage/until.ts'
import { untold } from './stage/untold.ts'

const GUILD = '100000000000000001'
const CHANNEL = `${GUILD}/200000000000000001`
const OTHER_CHANNEL = `${GUILD}/200000000000000002`
const EDITORS = '600000000000000001'
const UNSET: GuildSettings = { create: null, edit: null, stick: null }

const { server } = await setStage([])
const join = async (n: number, name: string) => {
  const { id } = await server.service.putIdentity(`40000000000000000${n}`, name)
  return { id, api: server.service.as(id) }
}
const ada = await join(1, 'ada')
const grace = await join(2, 'grace')
const linus = await join(3, 'linus')
type Member = typeof ada

type Word = {
  access?: 'none' | 'view' | 'edit' | 'manage'
  roles?: string[]
  managesGuild?: boolean
}
/** What the bot has seen of somebody. */
const prove = (
  { id }: Member,
  { access = 'edit', roles = [], ...more }: Word = {},
  where = CHANNEL,
) => server.service.putMembership({ userId: id, channel: where, access, roles, ...more })

const set = (change: Partial<GuildSettings>) =>
  ada.api.putGuildSettings(GUILD, { ...UNSET, ...change })

/** A document that Ada shares with the channel. */
const shared = async (channel = CHANNEL): Promise<string> => {
  const { id } = await ada.api.createDocument({
    title: 'Plan',
    content: 'text',
    grants: [{ principal: `channel:${channel}`, role: 'edit' }],
  })
  return id
}

const open = async (id: string, { api }: Member): Promise<StickyClient> => {
  const { ticket } = await api.createTicket(id)
  const client = new StickyClient({ url: server.url, document: id, ticket })
  onTestFinished(() => client.close())
  await client.join()
  return client
}

beforeEach(async () => {
  await prove(ada, { managesGuild: true })
  await prove(grace)
  await prove(linus, { roles: [EDITORS] })
  await set({})
})

describe('F10: the settings of a server', () => {
  it('F10: who manages it changes them, who is in it reads them', async () => {
    const settings = { create: [EDITORS], edit: [EDITORS, '600000000000000002'], stick: null }
    expect(await set(settings)).toEqual(settings)
    expect(await grace.api.guildSettings(GUILD)).toEqual(settings)
  })

  it('F10: a role that everybody has is no rule', async () => {
    expect(await set({ edit: [EDITORS, GUILD] })).toEqual(UNSET)
  })

  it('T22: nobody else changes them, and who is not seen in it does not read them', async () => {
    await set({ edit: [EDITORS] })
    await expect(grace.api.putGuildSettings(GUILD, UNSET)).rejects.toMatchObject({
      code: 'forbidden',
    })
    // managing the roles of a channel is not managing the server
    await prove(linus, { access: 'manage', roles: [EDITORS] })
    await expect(linus.api.putGuildSettings(GUILD, UNSET)).rejects.toMatchObject({
      code: 'forbidden',
    })
    const another = '100000000000000009'
    await expect(ada.api.putGuildSettings(another, UNSET)).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(ada.api.guildSettings(another)).rejects.toMatchObject({ code: 'not_found' })
    expect(await ada.api.guildSettings(GUILD)).toMatchObject({ edit: [EDITORS] })
  })

  it('T22: who was seen to manage it no more, in whichever channel, does not change them', async () => {
    await prove(ada, {}, OTHER_CHANNEL)
    await expect(set({ edit: [EDITORS] })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it.each([{ edit: [] }, { edit: ['editors'] }, { edit: 'everybody' }, { more: null }])(
    'T19: %j is refused',
    async (wrong) => {
      const settings = { ...UNSET, ...wrong } as unknown as GuildSettings
      await expect(ada.api.putGuildSettings(GUILD, settings)).rejects.toMatchObject({
        code: 'invalid_request',
      })
    },
  )
})

describe('F9: who may edit', () => {
  it('F9: who has none of its roles reads what is shared with a channel; the rest is as it was', async () => {
    const id = await shared()
    const byName = await shared()
    await ada.api.putGrant(byName, `user:${grace.id}`, { role: 'edit' })
    await set({ edit: [EDITORS] })
    const roleOf = async (who: Member, document: string) => (await who.api.document(document)).role
    expect(await roleOf(grace, id)).toBe('view')
    await expect(grace.api.append(id, 'EVIL')).rejects.toMatchObject({ code: 'forbidden' })
    expect(await roleOf(linus, id)).toBe('edit')
    expect(await roleOf(grace, byName)).toBe('edit')
    await prove(grace, { access: 'manage' })
    expect(await roleOf(grace, id)).toBe('edit')
    await prove(grace, { managesGuild: true })
    expect(await roleOf(grace, id)).toBe('edit')
    // a role does not let write where only some may
    await prove(linus, { access: 'view', roles: [EDITORS] })
    expect(await roleOf(linus, id)).toBe('view')
  })

  it('F9 F43: lists say what one may do by it', async () => {
    const id = await shared()
    await set({ edit: [EDITORS] })
    const { items } = await grace.api.listDocuments({ scope: 'shared' })
    expect(items.find((one) => one.id === id)).toMatchObject({ role: 'view' })
  })

  it('F48 R32: open sockets are downgraded within 2 s, and raised again', async () => {
    const id = await shared()
    const [hers, his] = [await open(id, grace), await open(id, linus)]
    await set({ edit: [EDITORS] })
    await until('she is told', () => hers.of('access').at(-1)?.role === 'view', 2_000)
    hers.write((text) => text.insert(0, 'EVIL '))
    expect(await hers.refusal()).toMatchObject({ reason: 'read-only' })
    await his.type('his ')
    expect([hers.closed, his.of('access')]).toEqual([null, []])
    expect(await ada.api.content(id)).toBe('his text')
    await set({})
    await until('she is told', () => hers.of('access').at(-1)?.role === 'edit', 2_000)
  })

  it('F48 R32: who loses the role is downgraded within 2 s, wherever the bot has seen it', async () => {
    await set({ edit: [EDITORS] })
    const id = await shared()
    const his = await open(id, linus)
    await prove(linus, {}, OTHER_CHANNEL)
    await until('he is told', () => his.of('access').at(-1)?.role === 'view', 2_000)
  })

  it('R31 T26: writes racing with the change never land after it', async () => {
    const id = await shared()
    const hers = await open(id, grace)
    let told = false
    const typing = (async () => {
      for (; !told; await pause(1)) {
        told = hers.of('access').at(-1)?.role === 'view'
        hers.write((text) => text.insert(0, 'x'))
      }
    })()
    await until('some of it is there', () => hers.saved > 5)
    const head = async (): Promise<number | undefined> => (await server.store.log.head(id))?.seq
    const { guilds } = server.store
    const { change, seen } = untold(guilds.putRules.bind(guilds), head)
    vi.spyOn(guilds, 'putRules').mockImplementationOnce(change)
    await set({ edit: [EDITORS] })
    await typing
    await hers.refusal()
    expect(await head()).toBe(await seen)
  })
})

describe('F10: who may create', () => {
  const forbidden = { code: 'forbidden', details: { setting: 'create' } }
  const creating = (who: Member): Promise<unknown> =>
    who.api.createDocument({
      title: 'Mine',
      grants: [{ principal: `channel:${CHANNEL}`, role: 'edit' }],
    })

  it('F10: who has none of its roles brings no document into a channel, new or shared', async () => {
    await set({ create: [EDITORS] })
    await expect(creating(grace)).rejects.toMatchObject(forbidden)
    const own = await grace.api.createDocument({ title: 'Mine' })
    const principal = `channel:${CHANNEL}`
    await expect(grace.api.putGrant(own.id, principal, { role: 'edit' })).rejects.toMatchObject(
      forbidden,
    )
    await creating(linus)
    await creating(ada)
  })

  it('F10: what is shared with a channel already may still be changed there', async () => {
    const { id } = await grace.api.createDocument({
      title: 'Mine',
      grants: [{ principal: `channel:${CHANNEL}`, role: 'edit' }],
    })
    await set({ create: [EDITORS] })
    const grant = await grace.api.putGrant(id, `channel:${CHANNEL}`, { role: 'view' })
    expect(grant.role).toBe('view')
  })

  it('F10: one of its roles lets nobody bring them where they may only read, but who manages it', async () => {
    await set({ create: [EDITORS] })
    await prove(linus, { access: 'view', roles: [EDITORS] })
    await expect(creating(linus)).rejects.toMatchObject({
      code: 'forbidden',
      details: { setting: 'create', roles: null },
    })
    await prove(grace, { access: 'manage' })
    await creating(grace)
    await prove(ada, { access: 'view', managesGuild: true })
    await creating(ada)
  })

  it('F10: why a document goes nowhere is told by a code, for a bot of any language', async () => {
    const { id } = await grace.api.createDocument({ title: 'Mine' })
    const giving = (principal: string) => grace.api.putGrant(id, principal, { role: 'edit' })
    const elsewhere = '100000000000000008'
    await expect(giving(`channel:${elsewhere}/200000000000000001`)).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'not_in_channel' },
    })
    await expect(giving(`role:${elsewhere}/${EDITORS}`)).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'not_in_guild' },
    })
    const { grants } = server.store
    const all = (count: number, principal: (n: number) => string) =>
      Array.from({ length: count }, (_, n) => ({
        document: id,
        principal: principal(n),
        role: 'view' as const,
        grantedBy: grace.id,
        createdAt: 0,
      }))
    const of = vi.spyOn(grants, 'of')
    onTestFinished(() => of.mockRestore())
    of.mockResolvedValueOnce(all(200, (n) => `role:${GUILD}/${600000000000000100n + BigInt(n)}`))
    await expect(giving(`role:${GUILD}/${EDITORS}`)).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'too_many_places' },
    })
    of.mockResolvedValueOnce(all(1_000, () => `user:${randomUUID()}`))
    await expect(giving(`user:${linus.id}`)).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'too_many_people' },
    })
  })

  it('F9: where nothing is set, who may only read a channel brings none into it', async () => {
    await prove(grace, { access: 'view' })
    await expect(creating(grace)).rejects.toMatchObject(forbidden)
  })
})

describe('F8: a card at the bottom of a channel', () => {
  let messages = 300_000_000_000_000_000n
  const place = async (id: string, channel = CHANNEL): Promise<string> => {
    messages += 1n
    const placement = { channel, messageId: String(messages), shownHash: 'x', shownSeq: 0 }
    return (await ada.api.createPlacement(id, placement)).id
  }
  const stuck = async (): Promise<string[]> =>
    (await server.service.stuckPlacements()).items.map(({ id }) => id)

  it('F8: one in a channel, by who may write there, until somebody lets it go', async () => {
    const id = await shared()
    const [first, second] = [await place(id), await place(id)]
    expect(await grace.api.stickPlacement(first)).toMatchObject({ id: first, stuck: true })
    await grace.api.stickPlacement(second)
    expect(await stuck()).toEqual([second])
    await prove(linus, { access: 'view', roles: [EDITORS] })
    await expect(linus.api.unstickPlacement(second)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await grace.api.unstickPlacement(second)).toMatchObject({ id: second, stuck: false })
    expect(await stuck()).toEqual([])
  })

  it('F8 F10: only by some roles, if the server wants it so', async () => {
    await set({ stick: [EDITORS] })
    const card = await place(await shared())
    await expect(grace.api.stickPlacement(card)).rejects.toMatchObject({
      code: 'forbidden',
      details: { setting: 'stick', roles: [EDITORS] },
    })
    await linus.api.stickPlacement(card)
    await expect(grace.api.unstickPlacement(card)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await stuck()).toEqual([card])
    await linus.api.unstickPlacement(card)
  })

  it('F8 F10: one of its roles lets nobody stick where they may only read', async () => {
    await set({ stick: [EDITORS] })
    const card = await place(await shared())
    await prove(linus, { access: 'view', roles: [EDITORS] })
    await expect(linus.api.stickPlacement(card)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await stuck()).toEqual([])
  })

  it('T22: nobody sticks a card of what they may not read, or in a channel that they are not in', async () => {
    const { id } = await ada.api.createDocument({ title: 'Secret' })
    const card = await place(id)
    await expect(grace.api.stickPlacement(card)).rejects.toMatchObject({ code: 'not_found' })
    const elsewhere = await place(await shared(), OTHER_CHANNEL)
    await expect(grace.api.stickPlacement(elsewhere)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(grace.api.stickPlacement(randomUUID())).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await stuck()).toEqual([])
  })

  it('F8: it is shown by another message, and still sticks', async () => {
    const card = await place(await shared())
    await grace.api.stickPlacement(card)
    const messageId = '399999999999999999'
    const change = { messageId, shownHash: 'y', shownSeq: 1 }
    await server.service.changePlacement(card, change)
    const { items } = await server.service.stuckPlacements()
    expect(items).toMatchObject([{ id: card, messageId, shownHash: 'y', stuck: true }])
    await grace.api.unstickPlacement(card)
  })
})
