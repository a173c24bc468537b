import { PermissionFlagsBits as Can, PermissionsBitField } from 'discord.js'
import type { BaseInteraction } from 'discord.js'
import { expect, test } from 'vitest'
import { accessOf, membershipOf } from './membership.ts'

const may = (...bits: bigint[]) => new PermissionsBitField(bits)

test('who sees the channel may view, who writes there may edit (F9)', () => {
  expect(accessOf(may(), false)).toBe('none')
  expect(accessOf(null, false)).toBe('none')
  expect(accessOf(may(Can.SendMessages), false)).toBe('none')
  expect(accessOf(may(Can.ViewChannel), false)).toBe('view')
  expect(accessOf(may(Can.ViewChannel, Can.SendMessages), false)).toBe('edit')
})

test('who may say what others may do there manages the channel (F9, F40)', () => {
  expect(accessOf(may(Can.ViewChannel, Can.ManageRoles), false)).toBe('manage')
  expect(accessOf(may(Can.ViewChannel, Can.ManageRoles), true)).toBe('manage')
  expect(accessOf(may(Can.Administrator), false)).toBe('manage')
  expect(accessOf(may(Can.ManageRoles), false)).toBe('none')
})

test('in a thread the permission for threads counts (F9, F11)', () => {
  expect(accessOf(may(Can.ViewChannel, Can.SendMessages), true)).toBe('view')
  expect(accessOf(may(Can.ViewChannel, Can.SendMessagesInThreads), true)).toBe('edit')
})

test('in a direct message being there is enough (F11)', () => {
  const interaction = { guildId: null, channelId: '200000000000000001' } as BaseInteraction
  expect(membershipOf(interaction)).toEqual({
    channel: '@me/200000000000000001',
    access: 'manage',
    roles: [],
  })
})
