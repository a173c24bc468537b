import { PermissionFlagsBits as Can } from 'discord-api-types/v10'
import type { Instance } from '../activity/instances.ts'
import type { Services } from '../api/services.ts'
import type { StoredMessage } from '../state/message.ts'
import { may, permissionsOf } from '../state/permissions.ts'
import type { SeedChannel, SeedUser } from '../state/seed.ts'
import type {
  ChannelView,
  PageMessage,
  PageState,
  Participant,
  Person,
  RunningActivity,
} from '../wire/control.ts'

/** What a tab of this person may see. The rest of `PageState` is filled in by `Tabs`. */
export function viewFor(services: Services, user: SeedUser) {
  const { world, application, addresses } = services
  const channels = world.seed.channels.filter((channel) => maySee(services, user, channel))
  return {
    type: 'state',
    me: personView(services, user),
    guild: { id: world.seed.guild.id, name: world.seed.guild.name },
    channels: channels.map((channel) => channelView(services, user, channel)),
    people: world.seed.users.map((other) => personView(services, other)),
    roles: world.seed.roles.map(({ id, name }) => ({ id, name })),
    application: {
      id: application.id,
      name: application.name,
      botId: world.seed.bot.id,
      iconUrl: addresses.avatar(world.seed.bot),
    },
    commands: world.commands(),
    messages: Object.fromEntries(
      channels.map(({ id }) => [
        id,
        world.messages(id).map((message) => messageView(services, message)),
      ]),
    ),
    activities: services.instances
      .all()
      .filter((instance) => channels.some(({ id }) => id === instance.channelId))
      .map((instance) => activityView(services, instance)),
    apiOrigin: addresses.origin,
    calls: [],
    conditions: {
      areActivitiesEnabled: true,
      isBotTokenValid: true,
      consent: 'accept',
      limits: 'off',
      failures: [],
    },
  } satisfies Omit<PageState, 'activityOrigin' | 'botOnline' | 'violations'>
}

export function activityView(services: Services, instance: Instance): RunningActivity {
  const ids = services.instances.userIds(instance)
  const users = services.world.seed.users.filter((user) => ids.includes(user.id))
  const participants = users.map((user) => participantView(services, user))
  return { instanceId: instance.id, channelId: instance.channelId, participants }
}

export function messageView({ payloads }: Services, message: StoredMessage): PageMessage {
  const payload = payloads.message(message)
  return message.ephemeralFor === undefined ? payload : { ...payload, ephemeral: true }
}

export function maySee({ world }: Services, user: SeedUser, channel: SeedChannel): boolean {
  return may(permissionsOf(world.seed, user, channel), Can.ViewChannel)
}

export function maySend({ world }: Services, user: SeedUser, channel: SeedChannel): boolean {
  return may(permissionsOf(world.seed, user, channel), Can.SendMessages)
}

/** As the SDK parses participants: the avatar must be a string. */
export function participantView({ addresses }: Services, user: SeedUser): Participant {
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

function personView({ world, addresses }: Services, user: SeedUser): Person {
  const roles = world.seed.roles.filter((role) => user.roleIds.includes(role.id))
  const coloured = roles
    .filter((role) => role.color !== 0)
    .sort((a, b) => b.position - a.position)[0]
  return {
    id: user.id,
    key: user.key,
    name: user.nick ?? user.name,
    username: user.username,
    avatarUrl: addresses.avatar(user),
    color: coloured ? `#${coloured.color.toString(16).padStart(6, '0')}` : null,
    roles: roles.sort((a, b) => b.position - a.position).map((role) => role.name),
    bot: user.bot,
    locale: 'en-US',
    isMember: true,
  }
}

function channelView({ world }: Services, user: SeedUser, channel: SeedChannel): ChannelView {
  const permissions = permissionsOf(world.seed, user, channel)
  const everyone = { ...user, id: '0', roleIds: [] }
  return {
    id: channel.id,
    kind: 'text',
    type: 0,
    guildId: world.seed.guild.id,
    parentId: null,
    memberIds: world.seed.users.map(({ id }) => id),
    isArchived: false,
    isLocked: false,
    mayPin: may(permissions, Can.PinMessages),
    mayManageMessages: may(permissions, Can.ManageMessages),
    mayCreateThreads: may(permissions, Can.CreatePublicThreads),
    commandIds: world.commands().map(({ id }) => id),
    name: channel.name,
    topic: channel.topic,
    isPrivate: !may(permissionsOf(world.seed, everyone, channel), Can.ViewChannel),
    maySend: may(permissions, Can.SendMessages),
    mayUseCommands: may(permissions, Can.SendMessages | Can.UseApplicationCommands),
    permissions: permissions.toString(),
  }
}
