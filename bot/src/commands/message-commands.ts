import type { MessageCommand } from './command.ts'

/** What the context menu of a message offers. */
export const MESSAGE_COMMANDS: MessageCommand[] = []
