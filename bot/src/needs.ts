import { ApplicationIntegrationType, OAuth2Scopes } from 'discord.js'
import type { PermissionsString } from 'discord.js'

/**
 * What the bot needs in a channel to do all that it can there; docs/discord-setup.md lists the same, `npm run doctor`
 * looks whether it has them.
 */
export const PERMISSIONS = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'AttachFiles',
  'ReadMessageHistory',
  'PinMessages',
] as const satisfies PermissionsString[]

/** With which scopes it is installed, for each kind of installation. */
export const SCOPES = {
  [ApplicationIntegrationType.GuildInstall]: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands],
  [ApplicationIntegrationType.UserInstall]: [OAuth2Scopes.ApplicationsCommands],
} as const satisfies Record<ApplicationIntegrationType, OAuth2Scopes[]>
