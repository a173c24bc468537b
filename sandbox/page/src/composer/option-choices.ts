import { ApplicationCommandOptionType as Option } from 'discord-api-types/v10'
import { nameIn, type Filled } from '../../../src/wire/command-line.ts'
import { channelChoice, personChoice } from '../component/choices.ts'
import { icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import type { Store } from '../session/store.ts'

/** Something an option can be set to: what is shown and what is sent. */
export interface OptionChoice {
  name: string
  value: string | number
  hint?: string | undefined
  picture?: () => Node
}

/** The choices a page knows by itself; `null` when only the bot can tell, or anything goes. */
export function choicesOf({ option, text }: Filled, store: Store): OptionChoice[] | null {
  if ('autocomplete' in option && option.autocomplete) return null
  const wanted = bare(text)
  return allChoices(option, store)?.filter(({ name }) => bare(name).includes(wanted)) ?? null
}

/** The value that a name typed in full stands for. */
export function exactValue({ option, text }: Filled, store: Store): string | number | undefined {
  const wanted = bare(text)
  return allChoices(option, store)?.find(({ name }) => bare(name) === wanted)?.value
}

/** Everything an option can be set to; `null` when that has no end. */
export function allChoices(option: Filled['option'], store: Store): OptionChoice[] | null {
  const { state, channel } = store
  if ('choices' in option && option.choices && option.choices.length > 0) {
    return option.choices.map((one) => ({ name: nameIn(state.me.locale, one), value: one.value }))
  }
  switch (option.type) {
    case Option.Boolean:
      return [
        { name: 'True', value: 'true' },
        { name: 'False', value: 'false' },
      ]
    case Option.User:
      return people(store)
    case Option.Mentionable:
      return [...people(store), ...roles(store)]
    case Option.Channel: {
      const types: number[] = option.channel_types ?? []
      return state.channels
        .filter(({ guildId }) => guildId !== null && guildId === channel?.guildId)
        .filter(({ type }) => types.length === 0 || types.includes(type))
        .map((one) => ({ ...channelChoice(one), name: `#${one.name}`, value: one.id }))
    }
    case Option.Role:
      return roles(store)
    default:
      return null
  }
}

function people({ state, channel }: Store): OptionChoice[] {
  const isDm = channel?.guildId === null
  return state.people
    .filter(({ id, isMember }) => (isDm ? channel.memberIds.includes(id) : isMember))
    .map((person) => ({ ...personChoice(person), name: `@${person.name}`, value: person.id }))
}

function roles({ state, channel }: Store): OptionChoice[] {
  if (channel?.guildId === null) return []
  const picture = () => icon(ICONS.at)
  return state.roles.map(({ id, name }) => ({
    name: `@${name.replace(/^@/, '')}`,
    value: id,
    hint: 'Role',
    picture,
  }))
}

function bare(name: string): string {
  return name.toLowerCase().replace(/^[@#]/, '')
}
