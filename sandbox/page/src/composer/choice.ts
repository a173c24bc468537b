import type { Filled } from '../../src/wire/command-line.ts'
import type { Store } from './store.ts'

/** Something an option can be set to: what is shown and what is sent. */
export interface OptionChoice {
  name: string
  value: string | number
}

const BOOLEAN = 5
const USER = 6
const CHANNEL = 7
const ROLE = 8

/** The choices a page knows by itself; `null` when only the bot can tell or anything goes. */
export function choicesOf({ option, text }: Filled, store: Store): OptionChoice[] | null {
  if ('autocomplete' in option && option.autocomplete) return null
  const choices = allChoices(option, store)
  const wanted = text.toLowerCase()
  return choices.filter(({ name }) => name.toLowerCase().includes(wanted))
}

/** The value that a name typed in full stands for. */
export function exactValue(filled: Filled, store: Store): string | number | undefined {
  const wanted = filled.text.toLowerCase().replace(/^[@#]/, '')
  return allChoices(filled.option, store).find(
    ({ name }) => name.toLowerCase().replace(/^[@#]/, '') === wanted,
  )?.value
}

function allChoices(option: Filled['option'], store: Store): OptionChoice[] {
  if ('choices' in option && option.choices) return option.choices
  switch (option.type as number) {
    case BOOLEAN:
      return [
        { name: 'True', value: 'true' },
        { name: 'False', value: 'false' },
      ]
    case USER:
      return store.state.people.map(({ id, name }) => ({ name: `@${name}`, value: id }))
    case CHANNEL:
      return store.state.channels.map(({ id, name }) => ({ name: `#${name}`, value: id }))
    case ROLE:
      return store.state.roles.map(({ id, name }) => ({ name: `@${name}`, value: id }))
    default:
      return []
  }
}
