import { ChannelType, OverwriteType, PermissionFlagsBits as Can } from 'discord.js'
import type { Guild, GuildBasedChannel, NonThreadGuildBasedChannel } from 'discord.js'
import { allows } from '@sticky/shared/access'
import type { Role } from '@sticky/shared/access'
import type { Grant } from '@sticky/shared/api/grants'
import { plain } from '../../cards/markdown.ts'
import type { Texts } from '../../text/texts.ts'
import { guildName, partsOf, peopleOf } from './principals.ts'

/** So many roles are named. */
const MAX_NAMED = 5

/**
 * Who will be able to read what is shared into a channel, as a sentence, from its roles and
 * overwrites: the bot sees no list of members. Without a guild it knows of nobody.
 */
export const audienceOf = (channel: GuildBasedChannel | null, { share }: Texts): string => {
  if (channel === null) return share.audience.unknown
  if (channel.type === ChannelType.PrivateThread) return share.audience.thread
  const place = channel.isThread() ? channel.parent : channel
  const { guild } = channel
  if (place === null || isForEverybody(place))
    return share.audience.everybody(guildName(guild), peopleOf(guild))
  const roles = rolesIn(place)
  const named = roles.slice(0, MAX_NAMED).map(({ name }) => String.raw`\@${name}`)
  const more = roles.length - named.length
  const names = [...named, ...(more > 0 ? [share.audience.moreRoles(more)] : [])].join(', ')
  const people = peopleIn(place)
  if (people === 0) return names === '' ? share.audience.nobody : share.audience.roles(names)
  return names === '' ? share.audience.people(people) : share.audience.rolesAndPeople(names, people)
}

/** Everybody in the server, who may all read and, if need be, write there. */
export const isForEverybody = (
  channel: NonThreadGuildBasedChannel,
  needed: bigint = Can.ViewChannel,
): boolean => channel.permissionsFor(channel.guild.roles.everyone).has(needed)

const rolesIn = (channel: NonThreadGuildBasedChannel): { name: string }[] =>
  [...channel.guild.roles.cache.values()]
    .filter((role) => role.id !== channel.guild.id && !role.managed)
    .filter((role) => channel.permissionsFor(role).has(Can.ViewChannel))
    .toSorted((a, b) => b.position - a.position)
    .map(({ name }) => ({ name: plain(name) }))

/** Those who are let in by name; the bot itself does not count. */
const peopleIn = (channel: NonThreadGuildBasedChannel): number =>
  [...channel.permissionOverwrites.cache.values()].filter(
    ({ type, id, allow }) =>
      type === OverwriteType.Member && allow.has(Can.ViewChannel) && id !== channel.client.user.id,
  ).length

/**
 * Whether everybody who would get `role` in a document by a grant to this channel has it already:
 * by a grant to the channel itself, or to all of its server.
 */
export const isCovered = (
  grants: readonly Grant[],
  guild: Guild | null,
  channel: string,
  role: Role,
): boolean =>
  grants.some((grant) => {
    if (!allows(grant.role, role)) return false
    const { kind, place, id } = partsOf(grant.principal)
    if (kind === 'channel' && `${place}/${id}` === channel) return true
    if (guild === null || place !== guild.id) return false
    if (kind === 'role') return id === guild.id
    return kind === 'channel' && opensToEverybody(guild, id, role)
  })

/** A grant to a channel gives more than reading only to who may write there (F9). */
const opensToEverybody = (guild: Guild, id: string, role: Role): boolean => {
  const channel = guild.channels.cache.get(id)
  if (channel === undefined || channel.isThread()) return false
  return isForEverybody(
    channel,
    role === 'view' ? Can.ViewChannel : Can.ViewChannel | Can.SendMessages,
  )
}
