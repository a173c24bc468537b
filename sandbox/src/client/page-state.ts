import { PermissionFlagsBits as Can } from 'discord-api-types/v10'
import type { Instance } from '../activity/instances.ts'
import type { Services } from '../api/services.ts'
import { usableCommands } from '../interaction/usable-commands.ts'
import { isDirect, isThread, typeOf, type Channel } from '../state/channel.ts'
import type { StoredMessage } from '../state/message.ts'
import { may, maySendIn, permissionsOf } from '../state/permissions.ts'
import type { User } from '../state/place.ts'
import type {
  ChannelView,
  PageMessage,
  PageState,
  Participant,
  Person,
  RunningActivity,
} from '../wire/control.ts'

/** What a tab of this person may see. The rest of `PageState` is filled in by `Tabs`. */
export function viewFor(services: Services, user: User) {
  const { world, application, addresses } = services
  const { place } = world
  const channels = visibleChannels(services, user)
  return {
    type: 'state',
    ...guildView(services, user),
    guild: { id: place.guild.id, name: place.guild.name },
    roles: place.roles.map(({ id, name }) => ({ id, name })),
    application: {
      id: application.id,
      name: application.name,
      botId: place.bot.id,
      iconUrl: addresses.avatar(place.bot),
    },
    commands: world.commands(),
    messages: Object.fromEntries(channels.map(({ id }) => [id, messagesOf(services, id)])),
    activities: services.instances
      .all()
      .filter((instance) => channels.some(({ id }) => id === instance.channelId))
      .map((instance) => activityView(services, instance)),
    apiOrigin: addresses.origin,
    calls: services.calls.recent(),
    conditions: services.conditions.now,
  } satisfies Omit<PageState, 'activityOrigin' | 'botOnline' | 'violations'>
}

/** Who and what this person sees: the part of the state that changes with roles, channels and commands. */
export function guildView(services: Services, user: User) {
  return {
    me: personView(services, user),
    people: services.world.place.users.map((other) => personView(services, other)),
    channels: visibleChannels(services, user).map((channel) =>
      channelView(services, user, channel),
    ),
  }
}

export function messagesOf(services: Services, channelId: string): PageMessage[] {
  return services.world.messages(channelId).map((message) => messageView(services, message))
}

export function activityView(services: Services, instance: Instance): RunningActivity {
  const ids = services.instances.userIds(instance)
  const users = services.world.place.users.filter((user) => ids.includes(user.id))
  const participants = users.map((user) => participantView(services, user))
  return { instanceId: instance.id, channelId: instance.channelId, participants }
}

export function messageView({ payloads }: Services, message: StoredMessage): PageMessage {
  return {
    ...payloads.message(message),
    ...(message.ephemeralFor !== undefined && { ephemeral: true }),
    pinged: message.pinged ?? [],
  }
}

export function maySee({ world }: Services, user: User, channel: Channel): boolean {
  return may(permissionsOf(world.place, user, channel), Can.ViewChannel)
}

/** As the SDK parses participants: the avatar must be a string. */
export function participantView({ addresses }: Services, user: User): Participant {
  return {
    id: user.id,
    username: user.username,
    discriminator: '0',
    flags: 0,
    bot: user.bot,
    avatar: addresses.avatarHash(user),
    global_name: user.name,
  }
}

function visibleChannels(services: Services, user: User): Channel[] {
  return services.world.place.channels.filter((channel) => maySee(services, user, channel))
}

function personView({ world, addresses }: Services, user: User): Person {
  const roles = world.place.roles
    .filter((role) => user.roleIds.includes(role.id))
    .toSorted((a, b) => b.position - a.position)
  const coloured = roles.find((role) => role.color !== 0)
  return {
    id: user.id,
    key: user.key,
    name: user.nick ?? user.name,
    username: user.username,
    avatarUrl: addresses.avatar(user),
    color: coloured ? `#${coloured.color.toString(16).padStart(6, '0')}` : null,
    roles: roles.map((role) => role.name),
    bot: user.bot,
    locale: user.locale,
    isMember: user.isMember,
  }
}

function channelView(services: Services, user: User, channel: Channel): ChannelView {
  const { place } = services.world
  const permissions = permissionsOf(place, user, channel)
  const commandIds = usableCommands(services.world, user, channel).map(({ id }) => id)
  return {
    id: channel.id,
    kind: channel.kind,
    type: typeOf(channel),
    guildId: isDirect(channel) ? null : place.guild.id,
    parentId: isThread(channel) ? channel.parentId : null,
    memberIds: membersOf(services, channel),
    isArchived: isThread(channel) && channel.isArchived,
    isLocked: isThread(channel) && channel.isLocked,
    mayPin: may(permissions, Can.PinMessages),
    mayManageMessages: !isDirect(channel) && may(permissions, Can.ManageMessages),
    mayCreateThreads: channel.kind === 'text' && may(permissions, Can.CreatePublicThreads),
    commandIds,
    name: channel.name,
    topic: channel.kind === 'text' ? channel.topic : '',
    isPrivate: isPrivate(services, channel),
    maySend: maySendIn(place, user, channel),
    mayUseCommands: commandIds.length > 0,
    permissions: permissions.toString(),
  }
}

function membersOf(services: Services, channel: Channel): string[] {
  if (isDirect(channel)) return channel.recipientIds
  if (isThread(channel)) return channel.memberIds
  const users = services.world.place.users.filter((user) => maySee(services, user, channel))
  return users.map(({ id }) => id)
}

/** Whether somebody without any role does not see it. */
function isPrivate(services: Services, channel: Channel): boolean {
  const anybody = { ...services.world.place.bot, id: '0', roleIds: [], isMember: true }
  return !maySee(services, anybody, channel)
}
