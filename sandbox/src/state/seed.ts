import { OverwriteType, PermissionFlagsBits as Can, type APIOverwrite } from 'discord-api-types/v10'
import type { Channel, DirectChannel, Thread } from './channel.ts'
import type { Role, Seed, User } from './place.ts'
import { snowflakeAt } from './snowflake.ts'

const FOUNDED = Date.parse('2024-03-04T09:00:00Z')
const seedId = (days: number, low: number) => snowflakeAt(FOUNDED + days * 86_400_000, low)

const TALK =
  Can.ViewChannel |
  Can.SendMessages |
  Can.SendMessagesInThreads |
  Can.CreatePublicThreads |
  Can.CreatePrivateThreads |
  Can.ReadMessageHistory |
  Can.AddReactions |
  Can.EmbedLinks |
  Can.AttachFiles |
  Can.UseExternalEmojis |
  Can.ChangeNickname |
  Can.UseApplicationCommands |
  Can.UseEmbeddedActivities |
  Can.UseExternalApps
const WRITE = Can.SendMessages | Can.SendMessagesInThreads | Can.CreatePublicThreads

const GUILD = seedId(0, 1)
const ADMIN = seedId(1, 2)
const EDITOR = seedId(1, 3)
const BOT_ROLE = seedId(60, 4)
const MANAGER = seedId(1, 5)
const MUTED = seedId(1, 6)
const GENERAL = seedId(0, 21)

const overwrite = (id: string, allow: bigint, deny: bigint): APIOverwrite => ({
  id,
  type: OverwriteType.Role,
  allow: allow.toString(),
  deny: deny.toString(),
})

/**
 * The seed for one application: its bot is a member with a managed role of its name. All ids are the same at every
 * start.
 */
export function seedFor(application: { id: string; name: string }): Seed {
  const bot: User = {
    id: application.id,
    key: 'bot',
    username: application.name,
    name: application.name,
    nick: null,
    roleIds: [BOT_ROLE],
    bot: true,
    hue: 235,
    locale: 'en-US',
    isMember: true,
    hasInstalled: false,
  }
  const people: [User, User, User] = [
    person('ada', 'Ada', 11, { roleIds: [ADMIN, EDITOR], hue: 330, hasInstalled: true }),
    person('grace', 'Grace', 12, {
      roleIds: [EDITOR],
      hue: 165,
      locale: 'en-GB',
      hasInstalled: true,
    }),
    person('linus', 'Linus', 13, { hue: 40, locale: 'de' }),
  ]
  return {
    guild: {
      id: GUILD,
      name: 'Analytical Engines',
      ownerId: people[0].id,
      joinedAt: new Date(FOUNDED).toISOString(),
    },
    users: [...people, bot],
    roles: roles(application),
    channels: [...channels(), ...threads(people, bot), ...directs(people, bot)],
    bot,
  }
}

function person(key: string, name: string, low: number, more: Partial<User>): User {
  return {
    id: seedId(-400 + low, low),
    key,
    username: `${key}.sandbox`,
    name,
    nick: null,
    roleIds: [],
    bot: false,
    hue: 0,
    locale: 'en-US',
    isMember: true,
    hasInstalled: false,
    ...more,
  }
}

function roles(application: { id: string; name: string }): Role[] {
  const manage = Can.ManageMessages | Can.ManageWebhooks | Can.PinMessages
  const role = (id: string, name: string, position: number, permissions: bigint, color = 0) => ({
    id,
    name,
    permissions: permissions.toString(),
    color,
    position,
  })
  return [
    role(GUILD, '@everyone', 0, TALK),
    role(EDITOR, 'Editors', 1, 0n, 0x2ecc71),
    { ...role(BOT_ROLE, application.name, 2, TALK | manage), botId: application.id },
    role(ADMIN, 'Admin', 5, Can.Administrator, 0xe67e22),
    role(MANAGER, 'Managers', 4, Can.ManageGuild | Can.ManageRoles | Can.ManageChannels, 0x3498db),
    role(MUTED, 'Muted', 3, 0n),
  ]
}

function channels(): Channel[] {
  const text = (
    id: string,
    name: string,
    topic: string,
    position: number,
    rules: APIOverwrite[],
  ) => ({
    kind: 'text' as const,
    id,
    name,
    topic,
    position,
    overwrites: [overwrite(MUTED, 0n, WRITE), ...rules],
  })
  const hidden = overwrite(GUILD, 0n, Can.ViewChannel)
  return [
    text(GENERAL, 'general', 'Everything and anything', 0, []),
    text(seedId(2, 22), 'plans', 'What we do next', 1, [
      overwrite(GUILD, 0n, WRITE),
      overwrite(EDITOR, WRITE, 0n),
      overwrite(BOT_ROLE, WRITE, 0n),
    ]),
    text(seedId(3, 23), 'staff', 'Admins only', 2, [
      hidden,
      overwrite(BOT_ROLE, Can.ViewChannel, 0n),
    ]),
    text(seedId(4, 24), 'news', 'Admins write here, the bot may not', 3, [
      overwrite(GUILD, 0n, WRITE),
    ]),
    text(seedId(5, 25), 'editors', 'Editors only, without the bot', 4, [
      hidden,
      overwrite(EDITOR, Can.ViewChannel, 0n),
    ]),
  ]
}

function threads([ada, grace, linus]: [User, User, User], bot: User): Thread[] {
  const thread = (id: string, kind: Thread['kind'], name: string, members: User[]): Thread => ({
    kind,
    id,
    name,
    parentId: GENERAL,
    ownerId: ada.id,
    memberIds: members.map((member) => member.id),
    isArchived: false,
    isLocked: false,
    createdAt: new Date(FOUNDED + 6 * 86_400_000).toISOString(),
  })
  return [
    thread(seedId(6, 26), 'public-thread', 'release', [ada, grace, linus]),
    thread(seedId(6, 27), 'private-thread', 'surprise', [ada, grace, bot]),
  ]
}

function directs(people: User[], bot: User): DirectChannel[] {
  const group = {
    kind: 'group-dm' as const,
    id: seedId(7, 39),
    name: 'weekend',
    recipientIds: people.map(({ id }) => id),
  }
  const dms = people.map((one, index) => ({
    kind: 'dm' as const,
    id: seedId(7, 31 + index),
    name: bot.name,
    recipientIds: [one.id, bot.id],
  }))
  return [...dms, group]
}
