import { ApplicationIntegrationType, OAuth2Scopes } from 'discord-api-types/v10'
import { MyGuildResponseSchema } from 'discord-api-spec/zod'
import * as z from 'zod/mini'
import { permissionsOf } from '../state/permissions.ts'
import type { World } from '../state/world.ts'
import type { Route } from './route.ts'

/** Where the bot is installed. */
export function installationRoute({ world }: { world: World }): Route {
  return {
    method: 'get',
    path: '/users/@me/guilds',
    reply: z.array(MyGuildResponseSchema),
    handle: () => ({ body: guildsOf(world) }),
  }
}

/** The application's install settings: servers give it what the bot's own role has. */
export function installSettings({ seed }: World) {
  const role = seed.roles.find(({ botId }) => botId === seed.bot.id)
  const params = (scopes: OAuth2Scopes[], permissions: bigint) => ({
    oauth2_install_params: { scopes, permissions: permissions.toString() },
  })
  return {
    [ApplicationIntegrationType.GuildInstall]: params(
      [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands],
      role?.permissions ?? 0n,
    ),
    [ApplicationIntegrationType.UserInstall]: params([OAuth2Scopes.ApplicationsCommands], 0n),
  }
}

function guildsOf({ seed }: World) {
  const { guild, bot } = seed
  return [
    {
      id: guild.id,
      name: guild.name,
      icon: null,
      banner: null,
      owner: false,
      permissions: permissionsOf(seed, bot).toString(),
      features: [],
    },
  ]
}
