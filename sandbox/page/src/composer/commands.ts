import type { APIApplicationCommand, ApplicationCommandType } from 'discord-api-types/v10'
import { nameIn, usables, type Usable } from '../../../src/wire/command-line.ts'
import type { Store } from '../session/store.ts'

/** The slash commands this person may use in the open channel. */
export function usablesHere(store: Store): Usable[] {
  return usables(commandsHere(store), store.state.me.locale)
}

/** The other commands of a kind that may be used here, with their names as the person reads them. */
export function commandsFor(store: Store, kind: ApplicationCommandType) {
  return commandsHere(store)
    .filter(({ type }) => type === kind)
    .map((command) => ({ command, label: nameIn(store.state.me.locale, command) }))
}

function commandsHere({ channel, state }: Store): APIApplicationCommand[] {
  if (!channel?.mayUseCommands) return []
  return state.commands.filter(({ id }) => channel.commandIds.includes(id))
}
