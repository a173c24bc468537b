import { ApplicationIntegrationType, InteractionContextType } from 'discord.js'
import type {
  APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionChoiceData,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  PrimaryEntryPointCommandInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIPrimaryEntryPointApplicationCommandJSONBody,
} from 'discord.js'
import type { Services } from '../services.ts'

type Chat = {
  execute: (interaction: ChatInputCommandInteraction, services: Services) => Promise<void>
  /** At most 25 suggestions, within 3 s. */
  complete?: (interaction: AutocompleteInteraction, services: Services) => Promise<Suggestion[]>
}

type Suggestion = ApplicationCommandOptionChoiceData<string>

/**
 * A command is what Discord shows of it, and what it does. Errors it throws are told to whoever
 * used it.
 */
export type ChatCommand = Chat & { data: RESTPostAPIChatInputApplicationCommandsJSONBody }
export type Subcommand = Chat & { data: APIApplicationCommandSubcommandOption }
export type EntryPoint = {
  data: RESTPostAPIPrimaryEntryPointApplicationCommandJSONBody
  execute: (interaction: PrimaryEntryPointCommandInteraction, services: Services) => Promise<void>
}

/** Where commands exist: in servers that have installed the app. */
export const AVAILABLE = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
}
