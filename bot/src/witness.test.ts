import type { Client } from 'discord.js'
import { expect, test, vi } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { Activities } from './activities.ts'
import { ADA, FakeServer } from './test/fake-api.ts'
import { ADA_THERE, FakeGuild } from './test/fake-guild.ts'
import { CHANNEL, GUILD } from './test/fake-interaction.ts'
import { silent } from './test/silent-log.ts'
import { createWitness } from './witness.ts'

const wanted = (channel: string) =>
  ({ type: 'membership.wanted', userId: ADA, discordId: ADA_THERE, channel }) as const
const HERE = `${GUILD}/${CHANNEL}`
const GROUP = `@me/${CHANNEL}`

const setStage = (whoIsIn = async (): Promise<string[]> => []) => {
  const server = new FakeServer()
  const guild = new FakeGuild()
  const activities = new Activities(whoIsIn)
  const discord = guild.client as unknown as Client<true>
  const witness = createWitness(discord, activities, server.api(), silent)
  return { server, guild, activities, witness }
}

test('what the server wants to know of somebody is looked up and told (F9)', async () => {
  const { server, witness } = setStage()
  await witness(wanted(HERE))
  expect(server.memberships).toMatchObject([{ userId: ADA, channel: HERE, access: 'edit' }])
})

test('the same question at the same time is one (F9)', async () => {
  const { guild, witness } = setStage()
  await Promise.all([witness(wanted(HERE)), witness(wanted(HERE))])
  expect(guild.members.fetch).toHaveBeenCalledTimes(1)
})

test('where the bot cannot look, who is in the Activity is told of, and nobody else (F9, F11)', async () => {
  let present = [ADA_THERE]
  vi.useFakeTimers()
  const { server, activities, witness } = setStage(async () => present)
  activities.launched(ADA_THERE, { channel: GROUP, access: 'manage', roles: [] }, 'i-1')
  await witness(wanted(GROUP))
  expect(server.memberships).toMatchObject([{ userId: ADA, channel: GROUP, access: 'manage' }])
  present = []
  vi.advanceTimersByTime(5_000)
  await witness(wanted(GROUP))
  expect(server.memberships).toHaveLength(1)
  vi.useRealTimers()
})

test('a failure is no crash: what was proved last lapses (C7)', async () => {
  const { server, witness } = setStage()
  server.failing.set('putMembership', new StickyError('unavailable'))
  await expect(witness(wanted(HERE))).resolves.toBeUndefined()
  await witness(wanted(HERE))
  expect(server.memberships).toHaveLength(1)
})
