import { OverwriteType, PermissionFlagsBits as Can } from 'discord.js'
import type { APIOverwrite, APIRole } from 'discord.js'
import { expect, it } from 'vitest'
import { inChannel, readable } from './permissions.ts'

const GUILD = '100000000000000001'
const STICKY = '100000000000000002'
const BOT = { id: '500000000000000009', roles: [STICKY] }

const role = (id: string, permissions: bigint): APIRole =>
  ({ id, permissions: permissions.toString() }) as APIRole
const overwrite = (id: string, allow: bigint, deny: bigint, type = OverwriteType.Role) =>
  ({ id, type, allow: allow.toString(), deny: deny.toString() }) satisfies APIOverwrite

const roles = [role(GUILD, Can.ViewChannel | Can.SendMessages), role(STICKY, Can.AttachFiles)]
const may = (...overwrites: APIOverwrite[]): string[] =>
  inChannel(GUILD, roles, overwrites, BOT).toArray()

it('adds what everybody and the bot’s roles have', () => {
  expect(may().toSorted()).toEqual(['AttachFiles', 'SendMessages', 'ViewChannel'])
})

it('follows the channel: everybody first, then roles, then the bot itself', () => {
  const everybody = overwrite(GUILD, 0n, Can.SendMessages | Can.AttachFiles)
  const own = overwrite(STICKY, Can.AttachFiles, 0n)
  const bot = overwrite(BOT.id, Can.SendMessages, Can.AttachFiles, OverwriteType.Member)
  expect(may(everybody, own).toSorted()).toEqual(['AttachFiles', 'ViewChannel'])
  expect(may(everybody, own, bot).toSorted()).toEqual(['SendMessages', 'ViewChannel'])
  expect(may(overwrite('100000000000000003', 0n, Can.SendMessages))).toContain('SendMessages')
})

it('leaves nothing to who may not view the channel, and everything to administrators', () => {
  expect(may(overwrite(GUILD, 0n, Can.ViewChannel))).toEqual([])
  const admin = [...roles, role(STICKY, Can.Administrator)]
  const hidden = [overwrite(GUILD, 0n, Can.ViewChannel)]
  expect(inChannel(GUILD, admin, hidden, BOT).has('PinMessages')).toBe(true)
})

it('calls permissions as Discord’s pages do', () => {
  expect(readable('SendMessagesInThreads')).toBe('Send Messages In Threads')
})
