import { channelMention, roleMention } from 'discord.js'
import type { Guild } from 'discord.js'
import type { Grant } from '@sticky/shared/api/grants'
import { bare, plain } from '../../cards/markdown.ts'
import type { Answerable } from '../../interactions/delivery.ts'
import type { Texts } from '../../text/texts.ts'

/** Whom a grant is for, taken apart: `<kind>:<place>/<id>`, or `user:<id>`. */
type Principal = { kind: string; place: string; id: string }

export const partsOf = (principal: string): Principal => {
  const [kind = '', key = ''] = principal.split(':')
  const [place = '', id = ''] = key.split('/')
  return { kind, place, id }
}

/**
 * Whom a grant is for, inside Discord's markdown: people by name, channels and roles as mentions,
 * which each reader's client draws as far as they may see them. Nothing in it pings (T23).
 */
export const mentionOf = (grant: Grant, interaction: Answerable, { share }: Texts): string => {
  const { kind, place, id } = partsOf(grant.principal)
  if (kind === 'user') return `**${plain(grant.name) || share.somebody}**`
  if (kind === 'role') {
    if (place !== interaction.guildId) return share.foreignRole
    return id === place ? share.everybodyHere : roleMention(id)
  }
  const channel = place === '@me' ? share.conversation : channelMention(id)
  return kind === 'managers' ? share.managers(channel) : channel
}

/** The same where Discord shows text as it is; only what the reader may see has a name (T5). */
export const nameOf = (grant: Grant, interaction: Answerable, { share }: Texts): string => {
  const { kind, place, id } = partsOf(grant.principal)
  if (kind === 'user') return bare(grant.name) || share.somebody
  if (kind === 'role') return roleName(interaction, place, id, share)
  const channel = place === '@me' ? share.conversation : channelName(interaction, id, share)
  return kind === 'managers' ? share.managers(channel) : channel
}

const roleName = (
  { guild, guildId }: Answerable,
  place: string,
  id: string,
  texts: Texts['share'],
): string => {
  if (place !== guildId) return texts.foreignRole
  if (id === place) return texts.everybodyHere
  const name = guild?.roles.cache.get(id)?.name
  return name === undefined ? texts.someRole : `@${bare(name)}`
}

const channelName = (interaction: Answerable, id: string, texts: Texts['share']): string => {
  const channel = interaction.guild?.channels.cache.get(id)
  const mayKnow =
    channel !== undefined &&
    interaction.inCachedGuild() &&
    channel.permissionsFor(interaction.member).has('ViewChannel')
  return mayKnow ? `#${bare(channel.name)}` : texts.someChannel
}

/** What a server is called, inside Discord's markdown. */
export const guildName = (guild: Guild): string => plain(guild.name)

/** How many are in a server, without the bot itself. */
export const peopleOf = ({ memberCount }: Guild): number => memberCount - 1
