import type { RESTPostAPIApplicationCommandsJSONBody } from 'discord.js'
import type { ChatCommand, EntryPoint } from './command.ts'
import { doc } from './doc.ts'
import { launchCommand } from './launch.ts'
import { MESSAGE_COMMANDS } from './message-commands.ts'

/** Every command that begins with a slash. */
export const CHAT_COMMANDS: ChatCommand[] = [doc]

/** What the app launcher's button does. */
export const ENTRY_POINT: EntryPoint = launchCommand

/** All there is to register, at once; without the entry point Discord refuses the rest (50240). */
export const REGISTRATION: RESTPostAPIApplicationCommandsJSONBody[] = [
  ...CHAT_COMMANDS.map(({ data }) => data),
  ...MESSAGE_COMMANDS.map(({ data }) => data),
  ENTRY_POINT.data,
]
