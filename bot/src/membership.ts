import { PermissionFlagsBits as Can } from 'discord.js'
import type { BaseInteraction, PermissionsBitField } from 'discord.js'
import type { PutMembership } from '@sticky/shared/api/chat'
import { Refusal } from './refusal.ts'

/** What the chat says of somebody in one channel, without who that is in Sticky. */
export type Membership = Omit<PutMembership, 'userId'>

/**
 * What an interaction proves of whoever caused it: Discord has computed their permissions in that
 * channel, overwrites included. In a direct message being there is all there is to prove.
 */
export const membershipOf = (interaction: BaseInteraction): Membership => {
  const { guildId, channelId } = interaction
  if (channelId === null) throw new Refusal(({ errors }) => errors.notInChannel)
  if (guildId === null) return { channel: `@me/${channelId}`, access: 'manage', roles: [] }
  const inThread = interaction.channel?.isThread() ?? false
  return {
    channel: `${guildId}/${channelId}`,
    access: accessOf(interaction.memberPermissions, inThread),
    roles: rolesOf(interaction.member),
    ...managing(interaction.memberPermissions),
  }
}

/** Who may see the channel may view, who may write there may edit (F9); who manages its roles may do that too. */
export const accessOf = (
  permissions: Readonly<PermissionsBitField> | null,
  inThread: boolean,
): Membership['access'] => {
  if (permissions === null || !permissions.has(Can.ViewChannel)) return 'none'
  if (permissions.has(Can.ManageRoles)) return 'manage'
  const write = inThread ? Can.SendMessagesInThreads : Can.SendMessages
  return permissions.has(write) ? 'edit' : 'view'
}

/** Who may change the settings of the whole server may change what Sticky does there. */
export const managing = (
  permissions: Readonly<PermissionsBitField> | null,
): Pick<Membership, 'managesGuild'> =>
  permissions?.has(Can.ManageGuild) === true ? { managesGuild: true } : {}

/** The member's roles; Discord sends them as a list where the bot itself is not in the server. */
const rolesOf = (member: BaseInteraction['member']): string[] => {
  if (member === null) return []
  return Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()]
}
