import {
  ComponentType as Component,
  ApplicationCommandOptionType as Option,
} from 'discord-api-types/v10'
import { isDirect, isThread, type Channel } from '../state/channel.ts'
import type { StoredAttachment } from '../state/message.ts'
import type { Payloads } from '../state/payloads.ts'
import { permissionsOf } from '../state/permissions.ts'
import type { User } from '../state/place.ts'
import type { World } from '../state/world.ts'
import type { OptionValue } from '../wire/control.ts'
import { appPermissions } from './context.ts'

/** What an interaction names by id. */
export interface Named {
  userIds?: string[]
  roleIds?: string[]
  channelIds?: string[]
  messageIds?: string[]
  files?: StoredAttachment[]
}

/** Where things are resolved, and for whom: rights in channels are those of whoever uses them. */
export interface Where {
  world: World
  payloads: Payloads
  user: User
  channel: Channel
}

type Resolved = Record<string, Record<string, unknown>>

/** The named people, roles, channels, messages and files in full, as `resolved` of an interaction; absent when none. */
export function resolved(where: Where, named: Named): { resolved?: Resolved } {
  const { world, payloads } = where
  const users = (named.userIds ?? []).flatMap((id) => world.place.user(id) ?? [])
  const members = isDirect(where.channel) ? [] : users.filter(({ isMember }) => isMember)
  const all: Resolved = {
    users: entries(users, (user) => payloads.user(user)),
    members: entries(members, (user) => member(where, user)),
    roles: entries(
      found(named.roleIds, (id) => world.place.role(id)),
      (role) => payloads.role(role),
    ),
    channels: entries(
      found(named.channelIds, (id) => world.place.channel(id)),
      (channel) => partialChannel(where, channel),
    ),
    messages: entries(
      found(named.messageIds, (id) => world.message(id)),
      (message) => payloads.message(message),
    ),
    attachments: entries(named.files ?? [], (file) =>
      payloads.attachment({ channelId: where.channel.id }, file),
    ),
  }
  const given = Object.entries(all).filter(([, byId]) => Object.keys(byId).length > 0)
  return given.length === 0 ? {} : { resolved: Object.fromEntries(given) }
}

/** What the options of a command name. */
export function namedByOptions(options: OptionValue[]): Named {
  const values = leaves(options)
  const of = (...types: number[]) =>
    values.flatMap(({ type, value }) => (types.includes(type) ? [String(value)] : []))
  return {
    userIds: of(Option.User, Option.Mentionable),
    roleIds: of(Option.Role, Option.Mentionable),
    channelIds: of(Option.Channel),
  }
}

/** What the values of a select name, by its type. */
export function namedBySelect(type: Component, values: string[]): Named {
  switch (type) {
    case Component.UserSelect:
      return { userIds: values }
    case Component.RoleSelect:
      return { roleIds: values }
    case Component.MentionableSelect:
      return { userIds: values, roleIds: values }
    case Component.ChannelSelect:
      return { channelIds: values }
    default:
      return {}
  }
}

function member({ world, payloads, channel }: Where, user: User) {
  const { user: _, deaf: _deaf, mute: _mute, ...rest } = payloads.member(user)
  return { ...rest, permissions: permissionsOf(world.place, user, channel).toString() }
}

function partialChannel({ world, payloads, user }: Where, channel: Channel) {
  const { place } = world
  return {
    ...payloads.channel(channel),
    ...(isThread(channel) && { parent_id: channel.parentId }),
    permissions: permissionsOf(place, user, channel).toString(),
    app_permissions: appPermissions(place, channel).toString(),
  }
}

function found<T>(ids: string[] | undefined, find: (id: string) => T | undefined): T[] {
  return (ids ?? []).flatMap((id) => find(id) ?? [])
}

function entries<T extends { id: string }>(all: T[], show: (one: T) => unknown) {
  return Object.fromEntries(all.map((one) => [one.id, show(one)]))
}

function leaves(options: OptionValue[]): OptionValue[] {
  return options.flatMap((option) => (option.options ? leaves(option.options) : [option]))
}
