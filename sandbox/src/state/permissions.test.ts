import { PermissionFlagsBits as Can } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { isThread } from './channel.ts'
import { may, maySendIn, permissionsOf } from './permissions.ts'
import { Place } from './place.ts'
import { seedFor } from './seed.ts'

const place = new Place(seedFor({ id: '1210000000000000001', name: 'Notes' }))
const allows = (user: string, channel: string, bits: bigint) => {
  const who = place.users.find(({ key }) => key === user) ?? place.bot
  return may(
    permissionsOf(
      place,
      who,
      place.channels.find(({ name }) => name === channel),
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
  it('gives threads the rights of their channel, and private ones to those who are in them', () => {
    expect(allows('linus', 'release', Can.ViewChannel)).toBe(true)
    expect(allows('linus', 'surprise', Can.ViewChannel)).toBe(false)
    expect(allows('grace', 'surprise', Can.ViewChannel)).toBe(true)
    expect(allows('bot', 'surprise', Can.ViewChannel)).toBe(true)
  })
  it('lets nobody into DMs but those who are there', () => {
    expect(allows('bot', 'weekend', Can.ViewChannel)).toBe(false)
    expect(allows('linus', 'weekend', Can.SendMessages)).toBe(true)
  })
  it('F70: hides channels from the bot, or its pen', () => {
    expect(allows('bot', 'editors', Can.ViewChannel)).toBe(false)
    expect(allows('bot', 'news', Can.ViewChannel)).toBe(true)
    expect(allows('bot', 'news', Can.SendMessages)).toBe(false)
  })
  it('lets those with that right alone write in a locked thread', () => {
    const thread = place.channels.find(({ name }) => name === 'release')
    const [ada, , linus] = place.users
    if (!thread || !isThread(thread) || !ada || !linus) throw new Error('the seed has changed')
    const locked = { ...thread, isLocked: true }
    expect(maySendIn(place, linus, thread)).toBe(true)
    expect(maySendIn(place, linus, locked)).toBe(false)
    expect(maySendIn(place, ada, locked)).toBe(true)
  })
})
