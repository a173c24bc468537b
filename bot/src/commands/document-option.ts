import { ApplicationCommandOptionType } from 'discord.js'
import type {
  APIApplicationCommandStringOption,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
} from 'discord.js'
import type { Document } from '@sticky/shared/api/documents'
import { MAX_QUERY } from '@sticky/shared/api/search'
import { Id } from '@sticky/shared/ids'
import { bare, clip } from '../cards/markdown.ts'
import type { Visitor } from '../people.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { described, textsOf } from '../text/texts.ts'
import type { Texts } from '../text/texts.ts'
import type { Suggestion } from './command.ts'

/** Discord's limits of an autocomplete. */
const MAX_SUGGESTIONS = 25
const MAX_LABEL = 100
/** Of the suggestions, so many are the most recent ones wherever they are; then come those of the channel. */
const RECENT = 5
const MAX_PAGE = 100

/** The option `document` of a subcommand: to be left out where a channel has but one document. */
export const documentOption = {
  type: ApplicationCommandOptionType.String,
  ...described(({ doc }) => doc.document),
  autocomplete: true,
} as const satisfies APIApplicationCommandStringOption

/**
 * The id of the document that was chosen, or typed in full, in the option `document`; without it,
 * of the only one in this channel. That they may see it is not asked here where they send an id
 * (T22). Throws a {@link Refusal} where none or several are meant.
 */
export const documentOf = (
  interaction: ChatInputCommandInteraction,
  visitor: Visitor,
): Promise<string> => {
  const wanted = interaction.options.getString('document')?.trim() ?? ''
  return wanted === '' ? theOneIn(visitor) : find(visitor, wanted)
}

/** The same for where they can still choose: null if none was named and the channel has none or several. */
export const documentOrNone = async (
  interaction: ChatInputCommandInteraction,
  visitor: Visitor,
): Promise<string | null> => {
  if (interaction.options.getString('document') !== null) return documentOf(interaction, visitor)
  return onlyOf(await inChannel(visitor, 2))?.id ?? null
}

/** What an autocomplete of the option `document` suggests: only what they may read (T5). */
export const suggestDocuments = async (
  interaction: AutocompleteInteraction,
  { people }: Services,
): Promise<Suggestion[]> => {
  const typed = interaction.options.getFocused()
  const visitor = await people.arrive(interaction)
  const [here, all] = await Promise.all([inChannel(visitor, MAX_PAGE), readable(visitor)])
  const inThis = new Set(here.map(({ id }) => id))
  const found = matching(inOrder(here, all), typed)
  const suggested = found.length > 0 ? found : await misspelt(visitor, typed)
  const texts = textsOf(interaction.locale)
  return suggested.slice(0, MAX_SUGGESTIONS).map((document) => ({
    name: labelOf(document, inThis.has(document.id), texts),
    value: document.id,
  }))
}

/** `Plan · this channel · 2 hr. ago` */
const labelOf = (document: Document, isHere: boolean, { doc }: Texts): string => {
  const where = isHere ? doc.here : document.role === 'own' ? doc.mine : doc.shared
  const end = ` · ${where} · ${doc.ago(Date.now() - document.modifiedAt)}`
  return `${clip(bare(document.title) || doc.untitled, MAX_LABEL - end.length)}${end}`
}

/** The most recent, those of the channel, the rest: each from the latest. */
const inOrder = (here: Document[], all: Document[]): Document[] =>
  once([...all.slice(0, RECENT), ...here, ...all])

const theOneIn = async (visitor: Visitor): Promise<string> => {
  const found = await inChannel(visitor, 2)
  const only = onlyOf(found)
  if (only !== null) return only.id
  throw new Refusal(({ doc }) => (found.length === 0 ? doc.noneHere : doc.severalHere))
}

const onlyOf = ([first, ...others]: Document[]): Document | null =>
  first === undefined || others.length > 0 ? null : first

const find = async (visitor: Visitor, wanted: string): Promise<string> => {
  if (Id.safeParse(wanted).success) return wanted
  const recent = matching(await readable(visitor), wanted)
  const found = recent.length > 0 ? recent : matching(await misspelt(visitor, wanted), wanted)
  const exact = found.filter(({ title }) => fold(title) === fold(wanted))
  const only = onlyOf(exact.length > 0 ? exact : found)
  if (only !== null) return only.id
  throw new Refusal(({ doc }) => (found.length === 0 ? doc.notFound : doc.several))
}

/** What was granted to the channel, from the latest. */
const inChannel = async ({ api, channel }: Visitor, limit: number): Promise<Document[]> =>
  (await api.listDocuments({ scope: 'any', channel, limit })).items

/** The latest of whatever they may read. */
const readable = async ({ api }: Visitor): Promise<Document[]> =>
  (await api.listDocuments({ scope: 'any', limit: MAX_PAGE })).items

/** Also older documents, by titles that contain what was typed, or what may have been meant. */
const misspelt = async ({ api }: Visitor, typed: string): Promise<Document[]> => {
  const q = typed.trim().slice(0, MAX_QUERY)
  if (q === '') return []
  const { items } = await api.search({ q, limit: MAX_SUGGESTIONS })
  return items.filter(({ titleMatches }) => titleMatches.length > 0)
}

const once = (documents: Document[]): Document[] => [
  ...new Map(documents.map((document) => [document.id, document])).values(),
]

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
