import { ApplicationFlags } from 'discord-api-types/v10'
import {
  EmbeddedActivityInstanceSchema,
  GatewayBotResponseSchema,
  GuildChannelResponseSchema,
  GuildMemberResponseSchema,
  GuildRoleResponseSchema,
  GuildWithCountsResponseSchema,
  OAuth2GetAuthorizationResponseSchema,
  PrivateApplicationResponseSchema,
  PrivateGuildMemberResponseSchema,
  UserPIIResponseSchema,
  UserResponseSchema,
} from 'discord-api-spec/zod'
import * as z from 'zod/mini'
import { guildPayload } from '../gateway/guild-event.ts'
import { ApiError, refusal } from '../protocol/api-error.ts'
import { channelForBot } from './access.ts'
import { installSettings } from './installation.ts'
import { param, type Call, type Caller, type Route } from './route.ts'
import type { Services } from './services.ts'

/** What can only be read: the application, users, the guild, running Activities. */
export function resourceRoutes(services: Services): Route[] {
  return [...applicationRoutes(services), ...userRoutes(services), ...guildRoutes(services)]
}

function applicationRoutes(services: Services): Route[] {
  const application = {
    reply: PrivateApplicationResponseSchema,
    handle: () => ({ body: applicationPayload(services) }),
  }
  return [
    {
      method: 'get',
      path: '/gateway/bot',
      reply: GatewayBotResponseSchema,
      handle: () => ({ body: gatewayBot(services.gatewayUrl) }),
    },
    { method: 'get', path: '/applications/@me', ...application },
    { method: 'get', path: '/applications/{application_id}', ...application },
    {
      method: 'get',
      path: '/applications/{application_id}/activity-instances/{instance_id}',
      reply: EmbeddedActivityInstanceSchema,
      handle: (call) => ({ body: instancePayload(services, param(call, 'instance_id')) }),
    },
  ]
}

function userRoutes(services: Services): Route[] {
  const { world, payloads } = services
  return [
    {
      method: 'get',
      path: '/users/@me',
      access: 'bot-or-user',
      reply: UserPIIResponseSchema,
      handle: ({ caller }) => ({ body: selfPayload(services, caller) }),
    },
    {
      method: 'get',
      path: '/users/{user_id}',
      reply: UserResponseSchema,
      handle: (call) => {
        const user = world.user(param(call, 'user_id'))
        if (!user) throw refusal.unknownUser()
        return { body: payloads.user(user) }
      },
    },
    {
      method: 'get',
      path: '/users/@me/guilds/{guild_id}/member',
      access: 'user',
      reply: PrivateGuildMemberResponseSchema,
      handle: (call) => ({ body: ownMember(services, call) }),
    },
    {
      method: 'get',
      path: '/oauth2/@me',
      access: 'user',
      reply: OAuth2GetAuthorizationResponseSchema,
      handle: ({ caller }) => ({ body: authorization(services, caller) }),
    },
  ]
}

function guildRoutes({ world, payloads }: Services): Route[] {
  const checkGuild = (call: Call) => {
    if (call.params['guild_id'] !== world.seed.guild.id) throw refusal.unknownGuild()
  }
  return [
    {
      method: 'get',
      path: '/guilds/{guild_id}',
      reply: GuildWithCountsResponseSchema,
      handle: (call) => {
        checkGuild(call)
        return { body: guildPayload(world, payloads) }
      },
    },
    {
      method: 'get',
      path: '/guilds/{guild_id}/members/{user_id}',
      reply: GuildMemberResponseSchema,
      handle: (call) => {
        checkGuild(call)
        const user = world.user(param(call, 'user_id'))
        if (!user) throw refusal.unknownMember()
        return { body: payloads.member(user) }
      },
    },
    {
      method: 'get',
      path: '/guilds/{guild_id}/roles',
      reply: z.array(GuildRoleResponseSchema),
      handle: (call) => {
        checkGuild(call)
        return { body: world.seed.roles.map((role) => payloads.role(role)) }
      },
    },
    {
      method: 'get',
      path: '/guilds/{guild_id}/channels',
      reply: z.array(GuildChannelResponseSchema),
      handle: (call) => {
        checkGuild(call)
        return { body: world.seed.channels.map((channel) => payloads.channel(channel)) }
      },
    },
    {
      method: 'get',
      path: '/channels/{channel_id}',
      reply: GuildChannelResponseSchema,
      handle: (call) => ({
        body: payloads.channel(channelForBot(world, param(call, 'channel_id'))),
      }),
    },
  ]
}

function gatewayBot(url: string) {
  const limit = { total: 1000, remaining: 999, reset_after: 86_400_000, max_concurrency: 1 }
  return { url, shards: 1, session_start_limit: limit }
}

function applicationPayload({ application, world, payloads }: Services) {
  const owner = world.user(world.seed.guild.ownerId) ?? world.seed.bot
  return {
    id: application.id,
    name: application.name,
    icon: null,
    description: '',
    type: null,
    flags: ApplicationFlags.Embedded,
    flags_new: String(ApplicationFlags.Embedded),
    bot: payloads.user(world.seed.bot),
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    redirect_uris: ['https://127.0.0.1'],
    integration_types_config: installSettings(world),
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: payloads.user(owner),
    approximate_guild_count: 1,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  }
}

function selfPayload({ world, payloads }: Services, caller: Caller | null) {
  const user = caller?.kind === 'user' ? world.user(caller.userId) : world.seed.bot
  if (!user) throw refusal.unauthorized()
  return { ...payloads.user(user), mfa_enabled: false, locale: 'en-US', premium_type: 0 }
}

function ownMember({ world, payloads }: Services, { caller, params }: Call) {
  const isAllowed = caller?.kind === 'user' && caller.scopes.includes('guilds.members.read')
  const user = isAllowed ? world.user(caller.userId) : undefined
  if (!user) throw refusal.missingAccess()
  if (params['guild_id'] !== world.seed.guild.id) throw refusal.unknownGuild()
  return payloads.member(user)
}

function authorization({ application, world, payloads }: Services, caller: Caller | null) {
  if (caller?.kind !== 'user') throw refusal.unauthorized()
  const user = world.user(caller.userId)
  return {
    application: {
      id: application.id,
      name: application.name,
      icon: null,
      description: '',
      type: null,
      flags: ApplicationFlags.Embedded,
      flags_new: String(ApplicationFlags.Embedded),
      verify_key: '0'.repeat(64),
    },
    scopes: caller.scopes,
    expires: new Date(caller.expires).toISOString(),
    ...(user && { user: payloads.user(user) }),
  }
}

function instancePayload({ application, instances, world }: Services, id: string) {
  const instance = instances.find(id)
  // The code for a gone instance is not documented [?]; the status is.
  if (!instance) throw new ApiError(404, 0, '404: Not Found')
  const guildId = world.seed.guild.id
  return {
    application_id: application.id,
    instance_id: instance.id,
    launch_id: instance.launchId,
    location: {
      id: `gc-${guildId}-${instance.channelId}`,
      kind: 'gc',
      channel_id: instance.channelId,
      guild_id: guildId,
    },
    users: instances.userIds(instance),
  }
}
