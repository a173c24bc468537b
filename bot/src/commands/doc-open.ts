import { ApplicationCommandOptionType } from 'discord.js'
import type { Document } from '@sticky/shared/api/documents'
import { Id } from '@sticky/shared/ids'
import { clip } from '../cards/markdown.ts'
import { launch } from '../interactions/launching.ts'
import type { Visitor } from '../people.ts'
import { Refusal } from '../refusal.ts'
import { described } from '../text/texts.ts'
import type { Subcommand } from './command.ts'

/** Discord's limits of an autocomplete. */
const MAX_SUGGESTIONS = 25
const MAX_LABEL = 100

/** `/doc open`: the Activity on one of the user's documents; posts nothing. */
export const docOpen = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ open }) => open.command),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        ...described(({ doc }) => doc.document),
        required: true,
        autocomplete: true,
      },
    ],
  },
  execute: (interaction, services) => {
    const wanted = interaction.options.getString('document', true).trim()
    return launch(interaction, services, (visitor) => find(visitor, wanted))
  },
  complete: async (interaction, { people }) => {
    const typed = interaction.options.getFocused()
    const documents = await documentsOf(await people.arrive(interaction))
    return matching(documents, typed)
      .slice(0, MAX_SUGGESTIONS)
      .map(({ id, title }) => ({ name: clip(title, MAX_LABEL), value: id }))
  },
} satisfies Subcommand

/**
 * A suggestion that was picked is an id; what was typed in full must be the title of exactly one
 * document.
 */
const find = async (visitor: Visitor, wanted: string): Promise<string> => {
  const id = Id.safeParse(wanted)
  if (id.success) return id.data
  const found = matching(await documentsOf(visitor), wanted)
  const exact = found.filter(({ title }) => fold(title) === fold(wanted))
  const [only, ...others] = exact.length > 0 ? exact : found
  if (only !== undefined && others.length === 0) return only.id
  throw new Refusal(({ doc }) => (only === undefined ? doc.notFound : doc.several))
}

/** The newest of those the user owns and of those shared with them. */
const documentsOf = async ({ api }: Visitor): Promise<Document[]> => {
  const pages = await Promise.all([
    api.listDocuments({ scope: 'owned', limit: 100 }),
    api.listDocuments({ scope: 'shared', limit: 100 }),
  ])
  const byId = new Map(pages.flatMap(({ items }) => items.map((item) => [item.id, item] as const)))
  return [...byId.values()].toSorted((a, b) => b.modifiedAt - a.modifiedAt)
}

/**
 * Those whose title contains what was typed; those that begin with it first, else in the order
 * given.
 */
const matching = (documents: Document[], typed: string): Document[] => {
  const part = fold(typed)
  const found = documents.filter(({ title }) => fold(title).includes(part))
  const begins = ({ title }: Document) => Number(fold(title).startsWith(part))
  return found.toSorted((a, b) => begins(b) - begins(a))
}

const fold = (text: string): string => text.normalize('NFKC').trim().toLocaleLowerCase()
