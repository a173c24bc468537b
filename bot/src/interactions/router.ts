import type { AutocompleteInteraction, Interaction } from 'discord.js'
import { CHAT_COMMANDS, ENTRY_POINT } from '../commands/index.ts'
import { MESSAGE_COMMANDS } from '../commands/message-commands.ts'
import type { Suggestion } from '../commands/command.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { act } from './actions.ts'
import { tell } from './failure.ts'
import { inTime } from './in-time.ts'

/** Sends an interaction to what handles its kind; every error ends here. Never throws. */
export const route = async (interaction: Interaction, services: Services): Promise<void> => {
  const { log } = services
  const begun = performance.now()
  if (interaction.isAutocomplete()) await complete(interaction, services)
  else await handle(interaction, services).catch((error: unknown) => tell(interaction, error, log))
  const ms = Math.round(performance.now() - begun)
  log.debug({ interaction: interaction.id, type: interaction.type, ms }, 'handled')
}

const handle = async (
  interaction: Exclude<Interaction, AutocompleteInteraction>,
  services: Services,
): Promise<void> => {
  if (interaction.isChatInputCommand())
    return named(CHAT_COMMANDS, interaction.commandName).execute(interaction, services)
  if (interaction.isMessageContextMenuCommand())
    return named(MESSAGE_COMMANDS, interaction.commandName).execute(interaction, services)
  if (interaction.isPrimaryEntryPointCommand()) return ENTRY_POINT.execute(interaction, services)
  if (interaction.isMessageComponent() || interaction.isModalSubmit())
    return act(interaction, services)
  throw new Refusal(({ errors }) => errors.unknownPress)
}

const named = <C extends { data: { name: string } }>(commands: C[], name: string): C => {
  const command = commands.find(({ data }) => data.name === name)
  if (command !== undefined) return command
  throw new Refusal(({ errors }) => errors.unknownCommand(name))
}

/** An autocomplete has no place for an error: no suggestions is all it can say. */
const complete = async (
  interaction: AutocompleteInteraction,
  services: Services,
): Promise<void> => {
  try {
    await interaction.respond(await inTime(suggest(interaction, services)))
  } catch (error) {
    services.log.warn({ err: error, interaction: interaction.id }, 'no suggestions')
    if (!interaction.responded) await interaction.respond([]).catch(() => undefined)
  }
}

const suggest = async (
  interaction: AutocompleteInteraction,
  services: Services,
): Promise<Suggestion[]> =>
  (await named(CHAT_COMMANDS, interaction.commandName).complete?.(interaction, services)) ?? []
