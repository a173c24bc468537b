import { ComponentType, type APISelectMenuComponent } from 'discord-api-types/v10'
import type { ChannelView, Person } from '../../../src/wire/control.ts'
import { h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import { channelIcon } from '../frame/channel-icon.ts'
import type { Store } from '../session/store.ts'
import { emojiOf } from './emoji.ts'

/** Something a menu offers: what is shown and what is sent. */
export interface Choice {
  label: string
  value: string
  hint?: string | undefined
  picture?: () => Node
}

/** What a menu offers at this moment, in the order it is shown. */
export function choicesOf(item: APISelectMenuComponent, store: Store): Choice[] {
  switch (item.type) {
    case ComponentType.StringSelect:
      return item.options.map(({ label, value, description, emoji }) => ({
        label,
        value,
        hint: description,
        ...(emoji && { picture: () => emojiOf(emoji) }),
      }))
    case ComponentType.UserSelect:
      return people(store)
    case ComponentType.RoleSelect:
      return roles(store)
    case ComponentType.MentionableSelect:
      return [...people(store), ...roles(store)]
    default: {
      const types: number[] = item.channel_types ?? []
      return store.state.channels
        .filter(
          ({ guildId, type }) => guildId !== null && (types.length === 0 || types.includes(type)),
        )
        .map((channel) => channelChoice(channel))
    }
  }
}

/** What is chosen before anybody touched the menu. */
export function defaultsOf(item: APISelectMenuComponent): string[] {
  if (item.type === ComponentType.StringSelect)
    return item.options.filter((one) => one.default).map((one) => one.value)
  return (item.default_values ?? []).map(({ id }) => id)
}

/** Those that what somebody typed is part of. */
export function matching<Item extends { label: string; hint?: string | undefined }>(
  choices: Item[],
  typed: string,
): Item[] {
  const wanted = typed.trim().toLowerCase().replace(/^[@#]/, '')
  return choices.filter(({ label, hint = '' }) => `${label} ${hint}`.toLowerCase().includes(wanted))
}

export function personChoice(person: Person): Choice {
  return {
    label: person.name,
    value: person.id,
    hint: person.username,
    picture: () => h('img', { className: 'face', src: person.avatarUrl, alt: '' }),
  }
}

export function channelChoice(channel: ChannelView): Choice {
  return { label: channel.name, value: channel.id, picture: () => channelIcon(channel) }
}

function people({ state, channel }: Store): Choice[] {
  const isDm = channel?.guildId === null
  return state.people
    .filter(({ id, isMember }) => (isDm ? channel.memberIds.includes(id) : isMember))
    .map((person) => personChoice(person))
}

function roles({ state }: Store): Choice[] {
  return state.roles.map(({ id, name }) => ({
    label: name,
    value: id,
    picture: () => icon(ICONS.at),
  }))
}
