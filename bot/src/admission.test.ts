import { EventEmitter } from 'node:events'
import type { Client } from 'discord.js'
import { Events } from 'discord.js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchAdmission } from './admission.ts'
import { Refresh } from './cards/refresh.ts'
import { FakeServer, PLAN, placementOf } from './test/fake-api.ts'
import { FakeChannels } from './test/fake-channels.ts'
import { discordError } from './test/fake-interaction.ts'
import { silent } from './test/silent-log.ts'

const ME = '500000000000000009'

let server: FakeServer
let channels: FakeChannels
let refresh: Refresh
const discord = Object.assign(new EventEmitter(), { user: { id: ME } })

beforeEach(() => {
  vi.useFakeTimers()
  server = new FakeServer()
  channels = new FakeChannels()
  refresh = new Refresh(server.api(), channels, silent)
  watchAdmission(discord as unknown as Client<true>, refresh)
})
afterEach(() => {
  discord.removeAllListeners()
  refresh.close()
  vi.useRealTimers()
})

const sweeps = (): number =>
  server.calls.filter((call) => call === 'service stalePlacements').length

test('C7: when all servers come back at once, what is stale is looked for once', async () => {
  for (let i = 0; i < 1_000; i += 1)
    discord.emit(Events.GuildAvailable, { id: String(100_000_000_000_000_000n + BigInt(i)) })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(sweeps()).toBe(1)
})

test('C7: servers that keep coming back do not put it off', async () => {
  for (let i = 0; i < 10; i += 1) {
    discord.emit(Events.GuildAvailable, { id: '100000000000000001' })
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect(sweeps()).toBeGreaterThan(2)
})

test('C7: a server that comes back while the last sweep runs is swept soon', async () => {
  server.placed = [placementOf({ shownHash: 'h1' })]
  let proceed = (): void => {}
  server.slow = new Promise((resolve) => (proceed = resolve))
  discord.emit(Events.GuildCreate, { id: '100000000000000001' })
  await vi.advanceTimersByTimeAsync(2_000)
  discord.emit(Events.GuildCreate, { id: '100000000000000002' })
  proceed()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(sweeps()).toBe(2)
})

const GUILD = '100000000000000001'
const thread = { guildId: GUILD, archived: false, locked: false }

test.each([
  ['a thread is opened again', Events.ThreadUpdate, { ...thread, archived: true }, thread],
  ['a thread is unlocked', Events.ThreadUpdate, { ...thread, locked: true }, thread],
  ['it is given a role', Events.GuildMemberUpdate, {}, { id: ME, guild: { id: GUILD } }],
])('C7: as soon as %s, the cards of a server follow', async (_, event, before, after) => {
  server.placed = [placementOf()]
  channels.answers = [discordError(50_083, 400)]
  await refresh.follow(PLAN)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(server.placed).toMatchObject([{ shownHash: 'h0' }])
  discord.emit(event, before, after)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(server.placed).toMatchObject([{ shownHash: 'h1' }])
})

test.each([
  ['a thread is archived', Events.ThreadUpdate, thread, { ...thread, archived: true }],
  [
    'somebody else is given a role',
    Events.GuildMemberUpdate,
    {},
    { id: '7', guild: { id: GUILD } },
  ],
])('C7: when %s, nothing is tried again', async (_, event, before, after) => {
  server.placed = [placementOf()]
  channels.answers = [discordError(50_083, 400)]
  await refresh.follow(PLAN)
  discord.emit(event, before, after)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(channels.edits).toHaveLength(1)
})
