import { ApplicationFlags, Locale, PermissionFlagsBits as Can } from 'discord-api-types/v10'
import type { Payloads } from '../state/payloads.ts'
import { isDirect, isThread } from '../state/channel.ts'
import { may, permissionsOf } from '../state/permissions.ts'
import type { World } from '../state/world.ts'

/** The guild as `GET /guilds/{id}` gives it. */
export function guildPayload(world: World, payloads: Payloads) {
  const { guild, roles, users, channels } = world.place
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: [],
    banner: null,
    owner_id: guild.ownerId,
    application_id: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: channels[0]?.id ?? null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    roles: roles.map((role) => payloads.role(role)),
    default_message_notifications: 1,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: Locale.EnglishUS,
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
    approximate_member_count: users.length,
    approximate_presence_count: users.length,
  }
}

/** GUILD_CREATE: the guild with its channels and, as there is no members intent, the bot alone. */
export function guildCreate(world: World, payloads: Payloads): unknown {
  const { place } = world
  const { guild, bot, users } = place
  const channels = place.channels.filter((channel) => !isDirect(channel))
  const threads = channels.filter(
    (channel) => isThread(channel) && may(permissionsOf(place, bot, channel), Can.ViewChannel),
  )
  return {
    ...guildPayload(world, payloads),
    joined_at: guild.joinedAt,
    large: false,
    unavailable: false,
    member_count: users.length,
    members: [payloads.member(bot)],
    channels: channels
      .filter((channel) => !isThread(channel))
      .map((channel) => payloads.channel(channel)),
    permissions: permissionsOf(place, bot).toString(),
    threads: threads.map((thread) => payloads.channel(thread)),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  }
}

/** READY: who the bot is and which guilds follow. */
export function ready(world: World, payloads: Payloads, gatewayUrl: string, sessionId: string) {
  const { guild, bot } = world.place
  return {
    v: 10,
    user: { ...payloads.user(bot), verified: true, mfa_enabled: true, email: null },
    guilds: bot.isMember ? [{ id: guild.id, unavailable: true }] : [],
    session_id: sessionId,
    session_type: 'normal',
    resume_gateway_url: gatewayUrl,
    application: { id: bot.id, flags: ApplicationFlags.Embedded },
    private_channels: [],
    relationships: [],
    user_settings: {},
    _trace: [],
  }
}
