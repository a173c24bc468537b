import { OverwriteType, PermissionFlagsBits as Can } from 'discord-api-types/v10'
import { snowflakeAt } from './snowflake.ts'

/** A person or bot of the sandbox. */
export interface SeedUser {
  id: string
  key: string
  username: string
  name: string
  nick: string | null
  roleIds: string[]
  bot: boolean
  hue: number
}

export interface SeedRole {
  id: string
  name: string
  permissions: bigint
  color: number
  position: number
  botId?: string
}

export interface SeedChannel {
  id: string
  name: string
  topic: string
  position: number
  overwrites: { id: string; type: OverwriteType; allow: bigint; deny: bigint }[]
}

/** The guild everything happens in. All ids are the same at every start. */
export interface Seed {
  guild: { id: string; name: string; ownerId: string; joinedAt: string }
  users: SeedUser[]
  roles: SeedRole[]
  channels: SeedChannel[]
  bot: SeedUser
}

const FOUNDED = Date.parse('2024-03-04T09:00:00Z')
const seedId = (days: number, low: number) => snowflakeAt(FOUNDED + days * 86_400_000, low)

const TALK =
  Can.ViewChannel |
  Can.SendMessages |
  Can.SendMessagesInThreads |
  Can.CreatePublicThreads |
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

const overwrite = (id: string, allow: bigint, deny: bigint) => ({
  id,
  type: OverwriteType.Role,
  allow,
  deny,
})

/** The seed for one application: its bot is a member with a managed role of its name. */
export function seedFor(application: { id: string; name: string }): Seed {
  const bot: SeedUser = {
    id: application.id,
    key: 'bot',
    username: application.name,
    name: application.name,
    nick: null,
    roleIds: [BOT_ROLE],
    bot: true,
    hue: 235,
  }
  const people = [
    person('ada', 'Ada', 11, [ADMIN, EDITOR], 330),
    person('grace', 'Grace', 12, [EDITOR], 165),
    person('linus', 'Linus', 13, [], 40),
  ]
  return {
    guild: {
      id: GUILD,
      name: 'Analytical Engines',
      ownerId: person('ada', 'Ada', 11, [], 0).id,
      joinedAt: new Date(FOUNDED).toISOString(),
    },
    users: [...people, bot],
    roles: roles(application),
    channels: channels(),
    bot,
  }
}

function person(key: string, name: string, low: number, roleIds: string[], hue: number): SeedUser {
  return {
    id: seedId(-400 + low, low),
    key,
    username: `${key}.sandbox`,
    name,
    nick: null,
    roleIds,
    bot: false,
    hue,
  }
}

function roles(application: { id: string; name: string }): SeedRole[] {
  const manage = Can.ManageMessages | Can.ManageWebhooks
  return [
    { id: GUILD, name: '@everyone', permissions: TALK, color: 0, position: 0 },
    { id: EDITOR, name: 'Editors', permissions: 0n, color: 0x2ecc71, position: 1 },
    {
      id: BOT_ROLE,
      name: application.name,
      permissions: TALK | manage,
      color: 0,
      position: 2,
      botId: application.id,
    },
    { id: ADMIN, name: 'Admin', permissions: Can.Administrator, color: 0xe67e22, position: 3 },
  ]
}

function channels(): SeedChannel[] {
  return [
    {
      id: seedId(0, 21),
      name: 'general',
      topic: 'Everything and anything',
      position: 0,
      overwrites: [],
    },
    {
      id: seedId(2, 22),
      name: 'plans',
      topic: 'What we do next',
      position: 1,
      overwrites: [
        overwrite(GUILD, 0n, WRITE),
        overwrite(EDITOR, WRITE, 0n),
        overwrite(BOT_ROLE, WRITE, 0n),
      ],
    },
    {
      id: seedId(3, 23),
      name: 'staff',
      topic: 'Admins only',
      position: 2,
      overwrites: [overwrite(GUILD, 0n, Can.ViewChannel), overwrite(BOT_ROLE, Can.ViewChannel, 0n)],
    },
  ]
}
