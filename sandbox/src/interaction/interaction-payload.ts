import { Locale } from 'discord-api-types/v10'
import { isDirect } from '../state/channel.ts'
import type { Payloads } from '../state/payloads.ts'
import { permissionsOf } from '../state/permissions.ts'
import type { World } from '../state/world.ts'
import { appPermissions, contextOf } from './context.ts'
import type { Interaction } from './interaction.ts'

const ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024

/** INTERACTION_CREATE, as docs.discord.com/developers/interactions/receiving-and-responding has it. */
export function interactionPayload(world: World, payloads: Payloads, interaction: Interaction) {
  const { place } = world
  const { user, channel } = interaction
  const permissions = permissionsOf(place, user, channel).toString()
  const source = interaction.messageId && world.message(interaction.messageId)
  return {
    id: interaction.id,
    application_id: place.bot.id,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    data: interaction.data,
    channel_id: channel.id,
    channel: { ...payloads.channel(channel), permissions },
    ...(isDirect(channel)
      ? { user: payloads.user(user) }
      : inGuild(world, payloads, interaction, permissions)),
    app_permissions: appPermissions(place, channel).toString(),
    locale: user.locale,
    entitlements: [],
    authorizing_integration_owners: interaction.owners,
    context: contextOf(channel),
    attachment_size_limit: ATTACHMENT_SIZE_LIMIT,
    ...(source && { message: payloads.message(source) }),
  }
}

function inGuild({ place }: World, payloads: Payloads, { user }: Interaction, permissions: string) {
  const { id } = place.guild
  return {
    guild_id: id,
    guild: { id, locale: Locale.EnglishUS, features: [] },
    guild_locale: Locale.EnglishUS,
    member: { ...payloads.member(user), permissions },
  }
}
