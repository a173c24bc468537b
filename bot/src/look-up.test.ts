import { ChannelType, PermissionFlagsBits as Can, PermissionsBitField } from 'discord.js'
import type { Client } from 'discord.js'
import { expect, test, vi } from 'vitest'
import { lookUp } from './look-up.ts'
import { CHANNEL, discordError, GUILD } from './test/fake-interaction.ts'

const ADA = '500000000000000001'
const KEY = `${GUILD}/${CHANNEL}`

const channelWith = (bits: bigint[], more: object = {}) => ({
  permissionsFor: () => new PermissionsBitField(bits),
  isThread: () => false,
  ...more,
})

const discordWith = (channel: object, fetchMember = vi.fn(async () => member)) => {
  const fetch = async (): Promise<null> => null
  const channels = { cache: new Map([[CHANNEL, channel]]), fetch }
  const guild = { available: true, members: { fetch: fetchMember }, channels }
  return { guilds: { cache: new Map([[GUILD, guild]]) } } as unknown as Client<true>
}
const member = {
  id: ADA,
  roles: { cache: new Map([['600000000000000001', {}]]) },
  permissions: new PermissionsBitField(),
}

test('a member is looked up afresh, with roles and overwrites (F9)', async () => {
  const fetchMember = vi.fn(async () => member)
  const discord = discordWith(channelWith([Can.ViewChannel, Can.SendMessages]), fetchMember)
  expect(await lookUp(discord, KEY, ADA)).toEqual({
    channel: KEY,
    access: 'edit',
    roles: ['600000000000000001'],
  })
  expect(fetchMember).toHaveBeenCalledWith({ user: ADA, force: true })
})

test('many channels of a server at once are one question about the member, the next is another (F9)', async () => {
  const fetchMember = vi.fn(async () => member)
  const discord = discordWith(channelWith([Can.ViewChannel]), fetchMember)
  const keys = [KEY, `${GUILD}/200000000000000002`, `${GUILD}/200000000000000003`]
  const found = await Promise.all(keys.map((key) => lookUp(discord, key, ADA)))
  expect(found.map((one) => one?.access)).toEqual(['view', 'none', 'none'])
  expect(fetchMember).toHaveBeenCalledTimes(1)
  await lookUp(discord, KEY, ADA)
  expect(fetchMember).toHaveBeenCalledTimes(2)
})

test('who has left the server may do nothing (F9)', async () => {
  const gone = vi.fn(async () => {
    throw discordError(10_007, 404)
  })
  const discord = discordWith(channelWith([Can.ViewChannel]), gone)
  expect(await lookUp(discord, KEY, ADA)).toMatchObject({ access: 'none', roles: [] })
})

test('who is still in the server keeps their roles when the channel is gone (F9)', async () => {
  const discord = discordWith(channelWith([Can.ViewChannel]))
  expect(await lookUp(discord, `${GUILD}/200000000000000404`, ADA)).toMatchObject({
    access: 'none',
    roles: ['600000000000000001'],
  })
})

test('an outage of Discord proves nothing, neither way (C7)', async () => {
  const down = vi.fn(async () => {
    throw discordError(0, 503)
  })
  await expect(lookUp(discordWith(channelWith([]), down), KEY, ADA)).rejects.toThrow('code 0')
  const elsewhere = { guilds: { cache: new Map() } } as unknown as Client<true>
  expect(await lookUp(elsewhere, KEY, ADA)).toBeNull()
})

test('a private thread is only for those in it (F9)', async () => {
  const bits = [Can.ViewChannel, Can.SendMessagesInThreads]
  const thread = (fetch: () => Promise<unknown>) =>
    channelWith(bits, {
      isThread: () => true,
      type: ChannelType.PrivateThread,
      members: { fetch },
    })
  const outside = async () => {
    throw discordError(10_007, 404)
  }
  expect(await lookUp(discordWith(thread(outside)), KEY, ADA)).toMatchObject({ access: 'none' })
  expect(await lookUp(discordWith(thread(async () => ({}))), KEY, ADA)).toMatchObject({
    access: 'edit',
  })
})
