import { ApplicationCommandType, EntryPointCommandHandlerType } from 'discord.js'
import { launch } from '../interactions/launching.ts'
import { described } from '../text/texts.ts'
import { AVAILABLE } from './command.ts'
import type { EntryPoint } from './command.ts'

/**
 * The button in the app launcher: the Activity without a document, which then offers those of the
 * channel.
 */
export const launchCommand = {
  data: {
    type: ApplicationCommandType.PrimaryEntryPoint,
    ...described(({ launch }) => launch.command),
    handler: EntryPointCommandHandlerType.AppHandler,
    ...AVAILABLE,
  },
  execute: (interaction, services) => launch(interaction, services, async () => null),
} satisfies EntryPoint
