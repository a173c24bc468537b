import { SUBCOMMANDS } from '../commands/doc.ts'
import { MESSAGE_COMMANDS } from '../commands/message-commands.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { TICKING } from '../tasks/tick.ts'
import type { Action, Kind, Use } from './action.ts'
import { cancel } from './cancel.ts'
import { readCustomId } from './custom-id.ts'
import type { Target } from './custom-id.ts'
import { edit } from './edit.ts'
import { restore } from './restore.ts'

/** Everything that can be pressed, chosen or sent; what belongs to a command stands with that. */
export const ACTIONS: Action[] = [
  edit,
  ...TICKING,
  restore,
  cancel,
  ...[...SUBCOMMANDS, ...MESSAGE_COMMANDS].flatMap(({ actions }) => actions ?? []),
]

/** Does what was pressed, chosen or sent. Throws a {@link Refusal} for what the bot has not written. */
export const act = async (interaction: Use, services: Services): Promise<void> => {
  const read = readCustomId(interaction.customId)
  const kind = kindOf(interaction)
  const action = ACTIONS.find((one) => one.kind === kind && one.name === read?.action)
  if (read === null || action === undefined || !fits(action, read))
    throw new Refusal(({ errors }) => errors.unknownPress)
  const handle = action.handle as (...args: [Use, Target, Services]) => Promise<void>
  await handle(interaction, read, services)
}

const fits = (action: Action, { documentId, argument }: Target): boolean => {
  if ((documentId === null) !== (action.bare ?? false)) return false
  if (action.argument === undefined) return argument === ''
  return action.argument.exec(argument)?.[0] === argument
}

const kindOf = (interaction: Use): Kind => {
  if (interaction.isModalSubmit()) return 'modal'
  if (interaction.isButton()) return 'button'
  if (interaction.isUserSelectMenu()) return 'userSelect'
  if (interaction.isRoleSelectMenu()) return 'roleSelect'
  if (interaction.isMentionableSelectMenu()) return 'mentionableSelect'
  if (interaction.isChannelSelectMenu()) return 'channelSelect'
  return 'stringSelect'
}
