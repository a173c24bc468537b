import { ApplicationCommandType } from 'discord.js'
import { Refusal } from '../refusal.ts'
import { described } from '../text/texts.ts'
import { AVAILABLE } from './command.ts'
import type { ChatCommand, Subcommand } from './command.ts'
import { docAppend } from './doc-append.ts'
import { docCreate } from './doc-create.ts'
import { docDelete } from './doc-delete.ts'
import { docEdit } from './doc-edit.ts'
import { docExport } from './doc-export.ts'
import { docHelp } from './doc-help.ts'
import { docHistory } from './doc-history.ts'
import { docLink } from './doc-link.ts'
import { docList } from './doc-list.ts'
import { docOpen } from './doc-open.ts'
import { docPin } from './doc-pin.ts'
import { docRename } from './doc-rename.ts'
import { docSearch } from './doc-search.ts'
import { docSettings } from './doc-settings.ts'
import { docShare } from './doc-share.ts'
import { docStick, docUnstick } from './doc-stick.ts'
import { MESSAGE_COMMANDS } from './message-commands.ts'

/** What `/doc` does with documents, in the order in which Discord lists it. */
const ABOUT_DOCUMENTS: Subcommand[] = [
  docCreate,
  docOpen,
  docList,
  docSearch,
  docShare,
  docLink,
  docHistory,
  docStick,
  docUnstick,
  docPin,
  docEdit,
  docAppend,
  docExport,
  docRename,
  docDelete,
  docSettings,
]

/** All of `/doc`. */
export const SUBCOMMANDS: Subcommand[] = [
  ...ABOUT_DOCUMENTS,
  docHelp(ABOUT_DOCUMENTS, MESSAGE_COMMANDS),
]

const subcommandOf = (name: string): Subcommand => {
  const subcommand = SUBCOMMANDS.find(({ data }) => data.name === name)
  if (subcommand !== undefined) return subcommand
  throw new Refusal(({ errors }) => errors.unknownCommand(`doc ${name}`))
}

/** `/doc …` (F10) */
export const doc = {
  data: {
    type: ApplicationCommandType.ChatInput,
    ...described(({ doc }) => doc.command),
    options: SUBCOMMANDS.map(({ data }) => data),
    ...AVAILABLE,
  },
  execute: (interaction, services) =>
    subcommandOf(interaction.options.getSubcommand()).execute(interaction, services),
  complete: async (interaction, services) =>
    (await subcommandOf(interaction.options.getSubcommand()).complete?.(interaction, services)) ??
    [],
} satisfies ChatCommand
