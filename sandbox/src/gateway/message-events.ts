import { GatewayIntentBits as Intent, PermissionFlagsBits as Can } from 'discord-api-types/v10'
import { isDirect } from '../state/channel.ts'
import type { StoredMessage } from '../state/message.ts'
import type { Payloads } from '../state/payloads.ts'
import { may, permissionsOf } from '../state/permissions.ts'
import { pinnedMessages } from '../state/pin.ts'
import type { World } from '../state/world.ts'
import type { Gateway } from './gateway.ts'

/** How a bot hears of a channel: by which intent, and with which guild. */
interface Hearing {
  messages: number
  pins: number
  guild: { guild_id?: string }
}

/** Tells bots what happens to messages where they may look; of ephemeral ones never. */
export function announceMessages(world: World, payloads: Payloads, gateway: Gateway): void {
  const announce = (event: string) => (message: StoredMessage) => {
    const hearing = hearingOf(world, message)
    if (!hearing) return
    gateway.dispatch(event, hearing.messages, (intents: number) => ({
      ...readable(world, payloads, message, intents),
      ...hearing.guild,
    }))
  }
  world.on('message-create', announce('MESSAGE_CREATE'))
  world.on('message-update', announce('MESSAGE_UPDATE'))
  world.on('message-delete', (message) => {
    const hearing = hearingOf(world, message)
    const data = { id: message.id, channel_id: message.channelId, ...hearing?.guild }
    if (hearing) gateway.dispatch('MESSAGE_DELETE', hearing.messages, data)
  })
  world.on('messages-delete', (messages) => {
    const [first] = messages
    const hearing = first && hearingOf(world, first)
    const ids = messages.map(({ id }) => id)
    if (!hearing) return
    const data = { ids, channel_id: first.channelId, ...hearing.guild }
    gateway.dispatch('MESSAGE_DELETE_BULK', hearing.messages, data)
  })
  world.on('pins', (channelId) => {
    const hearing = hearingOf(world, { channelId })
    const last_pin_timestamp = pinnedMessages(world, channelId)[0]?.pinnedAt ?? null
    const data = { channel_id: channelId, last_pin_timestamp, ...hearing?.guild }
    if (hearing) gateway.dispatch('CHANNEL_PINS_UPDATE', hearing.pins, data)
  })
}

function hearingOf(
  { place }: World,
  { channelId, ephemeralFor }: Pick<StoredMessage, 'channelId' | 'ephemeralFor'>,
): Hearing | undefined {
  const channel = place.channel(channelId)
  if (!channel || ephemeralFor !== undefined) return undefined
  if (!may(permissionsOf(place, place.bot, channel), Can.ViewChannel)) return undefined
  return isDirect(channel)
    ? { messages: Intent.DirectMessages, pins: Intent.DirectMessages, guild: {} }
    : { messages: Intent.GuildMessages, pins: Intent.Guilds, guild: { guild_id: place.guild.id } }
}

/** Without the privileged intent a bot reads its own messages, those that mention it, and DMs. */
function readable({ place }: World, payloads: Payloads, message: StoredMessage, intents: number) {
  const author = place.user(message.authorId) ?? place.bot
  const channel = place.channel(message.channelId)
  const isInDirect = channel !== undefined && isDirect(channel)
  const payload = { ...payloads.message(message), ...(!isInDirect && memberOf()) }
  const isMentioned = message.mentions?.userIds.includes(place.bot.id) ?? false
  const mayReadAll = (intents & Intent.MessageContent) !== 0
  if (mayReadAll || isInDirect || isMentioned || author.id === place.bot.id) return payload
  return { ...payload, content: '', embeds: [], attachments: [], components: [] }

  function memberOf() {
    return { member: { ...payloads.member(author), user: undefined } }
  }
}
