import { ApplicationIntegrationType, OAuth2Scopes } from 'discord-api-types/v10'
import type { World } from '../state/world.ts'

/** The application's install settings: servers are asked to give it what the bot's own role has. */
export function installSettings({ place }: World) {
  const role = place.roles.find(({ botId }) => botId === place.bot.id)
  const params = (scopes: OAuth2Scopes[], permissions: string) => ({
    oauth2_install_params: { scopes, permissions },
  })
  return {
    [ApplicationIntegrationType.GuildInstall]: params(
      [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands],
      role?.permissions ?? '0',
    ),
    [ApplicationIntegrationType.UserInstall]: params([OAuth2Scopes.ApplicationsCommands], '0'),
  }
}
