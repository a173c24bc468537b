import { PermissionFlagsBits as Can } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { may, permissionsOf } from './permissions.ts'
import { seedFor } from './seed.ts'

const seed = seedFor({ id: '1210000000000000001', name: 'Notes' })
const allows = (user: string, channel: string, bits: bigint) => {
  const who = seed.users.find(({ key }) => key === user) ?? seed.bot
  return may(
    permissionsOf(
      seed,
      who,
      seed.channels.find(({ name }) => name === channel),
    ),
    bits,
  )
}

describe('permissions in a channel', () => {
  it('gives the owner everything', () => {
    expect(allows('ada', 'staff', Can.ViewChannel | Can.ManageGuild)).toBe(true)
  })
  it('lets a role write where everyone may not', () => {
    expect(allows('grace', 'plans', Can.SendMessages)).toBe(true)
    expect(allows('linus', 'plans', Can.SendMessages)).toBe(false)
    expect(allows('linus', 'plans', Can.ViewChannel)).toBe(true)
    expect(allows('linus', 'general', Can.SendMessages)).toBe(true)
  })
  it('takes everything away with the view', () => {
    expect(allows('grace', 'staff', Can.ViewChannel)).toBe(false)
    expect(allows('grace', 'staff', Can.SendMessages)).toBe(false)
    expect(allows('bot', 'staff', Can.ViewChannel | Can.SendMessages)).toBe(true)
  })
})
