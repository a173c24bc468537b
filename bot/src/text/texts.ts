import { Locale } from 'discord.js'
import type { LocalizationMap } from 'discord.js'
import { de } from './de/index.ts'
import { en } from './en/index.ts'
import type { Texts } from './en/index.ts'

export type { Texts } from './en/index.ts'

/** The languages besides English, by the name that Discord has for each. */
const OTHERS = new Map<string, Texts>([[Locale.German, de]])

/**
 * The texts in a language of Discord; in English where there are none, or no language is known.
 * What one person reads is in theirs (`interaction.locale`), what stands in a channel in that of
 * its server (`guildLocale`).
 */
export const textsOf = (locale: string | null | undefined): Texts => OTHERS.get(locale ?? '') ?? en

/** Whether these texts are in the language in which the server answers. */
export const areServers = (texts: Texts): boolean => texts === en

/** What was picked of the texts, in all languages but English. */
const inOthers = (pick: (texts: Texts) => string): LocalizationMap =>
  Object.fromEntries([...OTHERS].map(([locale, texts]) => [locale, pick(texts)]))

/** What is named and not described, such as a command on a message, in all languages (F10). */
export const namedIn = (pick: (texts: Texts) => string) => ({
  name: pick(en),
  name_localizations: inOthers(pick),
})

type Named = { name: string; description: string }

/** A choice of an option: what it is called in all languages, and the value it stands for. */
export const choiceOf = <V extends string>(value: V, pick: (texts: Texts) => string) => ({
  ...namedIn(pick),
  value,
})

/** Name and description of a command or option as Discord registers them, in all languages (F10). */
export const described = (pick: (texts: Texts) => Named) => ({
  ...pick(en),
  name_localizations: inOthers((texts) => pick(texts).name),
  description_localizations: inOthers((texts) => pick(texts).description),
})
