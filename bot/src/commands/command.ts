import { ApplicationIntegrationType, InteractionContextType } from 'discord.js'
import type {
  APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionChoiceData,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  PrimaryEntryPointCommandInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
  RESTPostAPIPrimaryEntryPointApplicationCommandJSONBody,
} from 'discord.js'
import type { Action } from '../interactions/action.ts'
import type { Services } from '../services.ts'

type Does<I> = (interaction: I, services: Services) => Promise<void>

type Chat = {
  execute: Does<ChatInputCommandInteraction>
  /** At most 25 suggestions, within 3 s. */
  complete?: (interaction: AutocompleteInteraction, services: Services) => Promise<Suggestion[]>
}

export type Suggestion = ApplicationCommandOptionChoiceData<string>

/**
 * A command is what Discord shows of it, and what it does. Errors it throws are told to whoever
 * used it.
 */
export type ChatCommand = Chat & { data: RESTPostAPIChatInputApplicationCommandsJSONBody }
/** `actions`: what can be pressed, chosen or sent in its answers. */
export type Subcommand = Chat & {
  data: APIApplicationCommandSubcommandOption
  actions?: readonly Action[]
}
/** In the context menu of a message. */
export type MessageCommand = {
  data: RESTPostAPIContextMenuApplicationCommandsJSONBody
  execute: Does<MessageContextMenuCommandInteraction>
  actions?: readonly Action[]
}
export type EntryPoint = {
  data: RESTPostAPIPrimaryEntryPointApplicationCommandJSONBody
  execute: Does<PrimaryEntryPointCommandInteraction>
}

/**
 * Where commands exist: in servers that have installed the app, and for people who have, wherever
 * they are (F11).
 */
export const AVAILABLE = {
  integration_types: [
    ApplicationIntegrationType.GuildInstall,
    ApplicationIntegrationType.UserInstall,
  ],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
}
