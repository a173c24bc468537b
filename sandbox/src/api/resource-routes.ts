import { ApplicationFlags } from 'discord-api-types/v10'
import {
  CreatePrivateChannelRequestSchema,
  EmbeddedActivityInstanceSchema,
  GatewayBotResponseSchema,
  GuildChannelResponseSchema,
  GuildMemberResponseSchema,
  GuildRoleResponseSchema,
  GuildWithCountsResponseSchema,
  MyGuildResponseSchema,
  OAuth2GetAuthorizationResponseSchema,
  PrivateApplicationResponseSchema,
  PrivateChannelResponseSchema,
  PrivateGroupChannelResponseSchema,
  PrivateGuildMemberResponseSchema,
  ThreadResponseSchema,
  UserPIIResponseSchema,
  UserResponseSchema,
} from 'discord-api-spec/zod'
import * as z from 'zod/mini'
import { guildPayload } from '../gateway/guild-event.ts'
import { ApiError, refusal } from '../protocol/api-error.ts'
import { isDirect, type TextChannel } from '../state/channel.ts'
import { permissionsOf } from '../state/permissions.ts'
import type { User } from '../state/place.ts'
import type { World } from '../state/world.ts'
import type { Conditions } from '../wire/change.ts'
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
    { method: 'get', path: '/oauth2/applications/@me', ...application },
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
      path: '/users/@me/guilds',
      access: 'bot-or-user',
      reply: z.array(MyGuildResponseSchema),
      handle: ({ caller }) => ({ body: ownGuilds(services, caller) }),
    },
    {
      method: 'post',
      path: '/users/@me/channels',
      request: CreatePrivateChannelRequestSchema,
      reply: PrivateChannelResponseSchema,
      handle: (call) => ({ body: directChannel(services, call) }),
    },
    {
      method: 'get',
      path: '/users/{user_id}',
      reply: UserResponseSchema,
      handle: (call) => {
        const user = world.place.user(param(call, 'user_id'))
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

function guildRoutes({ world, payloads, conditions }: Services): Route[] {
  const checkGuild = (call: Call) => {
    const isThere = call.params['guild_id'] === world.place.guild.id && world.place.bot.isMember
    if (!isThere) throw refusal.unknownGuild()
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
        const user = world.place.user(param(call, 'user_id'))
        if (!user?.isMember) throw refusal.unknownMember()
        return { body: payloads.member(user) }
      },
    },
    {
      method: 'get',
      path: '/guilds/{guild_id}/members',
      reply: z.array(GuildMemberResponseSchema),
      handle: (call) => {
        checkGuild(call)
        if (!conditions.now.arePrivilegedIntentsAllowed) throw refusal.missingAccess()
        return { body: listedMembers(world, call).map((user) => payloads.member(user)) }
      },
    },
    {
      method: 'get',
      path: '/guilds/{guild_id}/roles',
      reply: z.array(GuildRoleResponseSchema),
      handle: (call) => {
        checkGuild(call)
        return { body: world.place.roles.map((role) => payloads.role(role)) }
      },
    },
    {
      method: 'get',
      path: '/guilds/{guild_id}/channels',
      reply: z.array(GuildChannelResponseSchema),
      handle: (call) => {
        checkGuild(call)
        return { body: guildChannels(world).map((channel) => payloads.channel(channel)) }
      },
    },
    {
      method: 'get',
      path: '/channels/{channel_id}',
      reply: z.union([
        GuildChannelResponseSchema,
        ThreadResponseSchema,
        PrivateChannelResponseSchema,
        PrivateGroupChannelResponseSchema,
      ]),
      handle: (call) => ({
        body: payloads.channel(channelForBot(world, param(call, 'channel_id'))),
      }),
    },
  ]
}

function guildChannels({ place }: World): TextChannel[] {
  return place.channels.filter((channel): channel is TextChannel => channel.kind === 'text')
}

function listedMembers({ place }: World, { query }: Call): User[] {
  const after = BigInt(query.get('after') ?? '0')
  return place.users
    .filter(({ id, isMember }) => isMember && BigInt(id) > after)
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    .slice(0, Number(query.get('limit') ?? 1))
}

function ownGuilds({ world }: Services, caller: Caller | null) {
  const { place } = world
  const mayList = caller?.kind !== 'user' || caller.scopes.includes('guilds')
  const user = caller?.kind === 'user' ? place.user(caller.userId) : place.bot
  if (!user || !mayList) throw refusal.missingAccess()
  if (!user.isMember) return []
  const { id, name, ownerId } = place.guild
  return [
    {
      id,
      name,
      icon: null,
      banner: null,
      owner: user.id === ownerId,
      permissions: permissionsOf(place, user).toString(),
      features: [],
    },
  ]
}

/** Everybody has a DM with the bot from the start. */
function directChannel({ world, payloads }: Services, { body }: Call) {
  const channel = world.place.channels.find(
    (one) => one.kind === 'dm' && one.recipientIds.includes(String(body['recipient_id'])),
  )
  if (!channel) throw refusal.unknownUser()
  return payloads.channel(channel)
}

function gatewayBot(url: string) {
  const limit = { total: 1000, remaining: 999, reset_after: 86_400_000, max_concurrency: 1 }
  return { url, shards: 1, session_start_limit: limit }
}

function applicationPayload({ application, world, payloads, conditions }: Services) {
  const owner = world.place.user(world.place.guild.ownerId) ?? world.place.bot
  return {
    id: application.id,
    name: application.name,
    icon: null,
    description: '',
    type: null,
    ...flagsOf(conditions.now),
    bot: payloads.user(world.place.bot),
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    redirect_uris: ['https://127.0.0.1'],
    interactions_endpoint_url: conditions.now.interactionsEndpoint,
    integration_types_config: installSettings(world),
    role_connections_verification_url: null,
    owner: payloads.user(owner),
    approximate_guild_count: world.place.bot.isMember ? 1 : 0,
    approximate_user_install_count: world.place.users.filter((one) => one.hasInstalled).length,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  }
}

/** EMBEDDED is what the portal sets when Activities are enabled; the others stand for its switches of intents. */
function flagsOf({ areActivitiesEnabled, arePrivilegedIntentsAllowed }: Conditions) {
  const privileged =
    ApplicationFlags.GatewayGuildMembersLimited | ApplicationFlags.GatewayMessageContentLimited
  const flags =
    (areActivitiesEnabled ? ApplicationFlags.Embedded : 0) |
    (arePrivilegedIntentsAllowed ? privileged : 0)
  return { flags, flags_new: String(flags) }
}

function selfPayload({ world, payloads }: Services, caller: Caller | null) {
  const user = caller?.kind === 'user' ? world.place.user(caller.userId) : world.place.bot
  if (!user) throw refusal.unauthorized()
  return { ...payloads.user(user), mfa_enabled: false, locale: user.locale, premium_type: 0 }
}

function ownMember({ world, payloads }: Services, { caller, params }: Call) {
  const isAllowed = caller?.kind === 'user' && caller.scopes.includes('guilds.members.read')
  const user = isAllowed ? world.place.user(caller.userId) : undefined
  if (!user) throw refusal.missingAccess()
  if (params['guild_id'] !== world.place.guild.id) throw refusal.unknownGuild()
  return payloads.member(user)
}

function authorization(
  { application, world, payloads, conditions }: Services,
  caller: Caller | null,
) {
  if (caller?.kind !== 'user') throw refusal.unauthorized()
  const user = world.place.user(caller.userId)
  return {
    application: {
      id: application.id,
      name: application.name,
      icon: null,
      description: '',
      type: null,
      ...flagsOf(conditions.now),
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
  const { id: instance_id, launchId, channelId } = instance
  const channel = world.place.channel(channelId)
  const guildId = channel && isDirect(channel) ? null : world.place.guild.id
  return {
    application_id: application.id,
    instance_id,
    launch_id: launchId,
    location:
      guildId === null
        ? { id: `pc-${channelId}`, kind: 'pc', channel_id: channelId }
        : {
            id: `gc-${guildId}-${channelId}`,
            kind: 'gc',
            channel_id: channelId,
            guild_id: guildId,
          },
    users: instances.userIds(instance),
  }
}
