import type { MessageCommand } from './command.ts'
import { saveMessage } from './save-message.ts'

/** What the context menu of a message offers. */
export const MESSAGE_COMMANDS: MessageCommand[] = [saveMessage]
