import { GatewayIntentBits as Intent } from 'discord-api-types/v10'
import type { Payloads } from '../state/payloads.ts'
import type { StoredMessage } from '../state/message.ts'
import type { World } from '../state/world.ts'
import type { Gateway } from './gateway.ts'

/** Tells bots with the intent GuildMessages what happens to messages; ephemeral ones never. */
export function announceMessages(world: World, payloads: Payloads, gateway: Gateway): void {
  const guild_id = world.seed.guild.id
  const announce = (event: string) => (message: StoredMessage) => {
    if (message.ephemeralFor !== undefined) return
    const data = { ...readable(world, payloads, message), guild_id }
    gateway.dispatch(event, Intent.GuildMessages, data)
  }
  world.on('message-create', announce('MESSAGE_CREATE'))
  world.on('message-update', announce('MESSAGE_UPDATE'))
  world.on('message-delete', ({ id, channelId, ephemeralFor }) => {
    if (ephemeralFor !== undefined) return
    const data = { id, channel_id: channelId, guild_id }
    gateway.dispatch('MESSAGE_DELETE', Intent.GuildMessages, data)
  })
}

/** Without the privileged intent a bot reads its own messages and those that mention it. */
function readable(world: World, payloads: Payloads, message: StoredMessage) {
  const { bot } = world.seed
  const author = world.user(message.authorId) ?? bot
  const member = { ...payloads.member(author), user: undefined }
  const payload = { ...payloads.message(message), member }
  if (author.id === bot.id || message.content.includes(`<@${bot.id}>`)) return payload
  return { ...payload, content: '', embeds: [], attachments: [], components: [] }
}
