import { ApplicationCommandOptionType as Option } from 'discord-api-types/v10'
import type { Services } from '../api/services.ts'
import { permissionsOf } from '../state/permissions.ts'
import type { OptionValue } from '../wire/control.ts'

type ById = Record<string, unknown>

/** The people, channels and roles that a command's options name, as interactions carry them. */
export function resolvedOptions(services: Services, options: OptionValue[]) {
  const { world, payloads } = services
  const values = leaves(options)
  const users: ById = {}
  const members: ById = {}
  const channels: ById = {}
  const roles: ById = {}
  for (const user of world.seed.users.filter(({ id }) => isNamed(values, id, USER_TYPES))) {
    const permissions = permissionsOf(world.seed, user).toString()
    users[user.id] = payloads.user(user)
    members[user.id] = { ...payloads.member(user), user: undefined, permissions }
  }
  for (const channel of world.seed.channels.filter(({ id }) =>
    isNamed(values, id, CHANNEL_TYPES),
  )) {
    const permissions = permissionsOf(world.seed, world.seed.bot, channel).toString()
    channels[channel.id] = { ...payloads.channel(channel), permissions }
  }
  for (const role of world.seed.roles.filter(({ id }) => isNamed(values, id, ROLE_TYPES))) {
    roles[role.id] = payloads.role(role)
  }
  return { users, members, channels, roles }
}

const USER_TYPES: number[] = [Option.User, Option.Mentionable]
const CHANNEL_TYPES: number[] = [Option.Channel]
const ROLE_TYPES: number[] = [Option.Role, Option.Mentionable]

function isNamed(values: OptionValue[], id: string, types: number[]): boolean {
  return values.some(({ value, type }) => value === id && types.includes(type))
}

function leaves(options: OptionValue[]): OptionValue[] {
  return options.flatMap((option) => (option.options ? leaves(option.options) : [option]))
}
