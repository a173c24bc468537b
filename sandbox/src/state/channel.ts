import { ChannelType, type APIOverwrite } from 'discord-api-types/v10'
import type { ChannelKind } from '../wire/control.ts'

/** A text channel of the guild. */
export interface TextChannel {
  kind: 'text'
  id: string
  name: string
  topic: string
  position: number
  overwrites: APIOverwrite[]
}

/** A thread of a text channel; its rights are those of the channel, and in a private one only members are. */
export interface Thread {
  kind: 'public-thread' | 'private-thread'
  id: string
  name: string
  parentId: string
  ownerId: string
  memberIds: string[]
  isArchived: boolean
  isLocked: boolean
  createdAt: string
}

/** A DM of one person with the bot, or people among themselves: nobody else is there, the bot neither. */
export interface DirectChannel {
  kind: 'dm' | 'group-dm'
  id: string
  name: string
  recipientIds: string[]
}

export type Channel = TextChannel | Thread | DirectChannel

const TYPES: Record<ChannelKind, ChannelType> = {
  text: ChannelType.GuildText,
  'public-thread': ChannelType.PublicThread,
  'private-thread': ChannelType.PrivateThread,
  dm: ChannelType.DM,
  'group-dm': ChannelType.GroupDM,
}

export function typeOf(channel: Channel): ChannelType {
  return TYPES[channel.kind]
}

export function isDirect(channel: Channel): channel is DirectChannel {
  return channel.kind === 'dm' || channel.kind === 'group-dm'
}

export function isThread(channel: Channel): channel is Thread {
  return channel.kind === 'public-thread' || channel.kind === 'private-thread'
}
