import type { RESTPostAPIApplicationCommandsJSONBody } from 'discord.js'
import type { ChatCommand, EntryPoint, MessageCommand } from './command.ts'
import { doc } from './doc.ts'
import { launchCommand } from './launch.ts'

/** Every command that begins with a slash. */
export const CHAT_COMMANDS: ChatCommand[] = [doc]

/** What the context menu of a message offers. */
export const MESSAGE_COMMANDS: MessageCommand[] = []

/** What the app launcher's button does. */
export const ENTRY_POINT: EntryPoint = launchCommand

/** All there is to register, at once; without the entry point Discord refuses the rest (50240). */
export const REGISTRATION: RESTPostAPIApplicationCommandsJSONBody[] = [
  ...CHAT_COMMANDS.map(({ data }) => data),
  ...MESSAGE_COMMANDS.map(({ data }) => data),
  ENTRY_POINT.data,
]
