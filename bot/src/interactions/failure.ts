import { DiscordAPIError, MessageFlags, RESTJSONErrorCodes as Code, roleMention } from 'discord.js'
import type { RepliableInteraction } from 'discord.js'
import { ERRORS, REASONS, StickyError } from '@sticky/shared/errors'
import { Snowflake } from '@sticky/shared/ids'
import { z } from 'zod'
import { answer } from '../answers/answer.ts'
import { button, fileOf, row, text } from '../answers/parts.ts'
import type { Log } from '../log.ts'
import { Refusal } from '../refusal.ts'
import { areServers, textsOf } from '../text/texts.ts'
import type { Texts } from '../text/texts.ts'
import { Unsaved } from '../unsaved.ts'
import { privately } from './delivery.ts'

/** Tells whoever acted, and nobody else, what went wrong and what to do. Never throws. */
export const tell = async (
  interaction: RepliableInteraction,
  error: unknown,
  log: Log,
): Promise<void> => {
  const cause = error instanceof Unsaved ? error.cause : error
  note(interaction.id, cause, log)
  if (isTooLate(cause)) return
  try {
    const texts = textsOf(interaction.locale)
    const why = textOf(cause, texts, interaction.id)
    await whisper(
      interaction,
      error instanceof Unsaved ? givenBack(error, why, texts) : { ...PLAIN, content: why },
    )
  } catch (failed) {
    log.warn({ err: failed, interaction: interaction.id }, 'could not tell somebody of an error')
  }
}

const PLAIN = { flags: MessageFlags.Ephemeral, allowedMentions: { parse: [] } } as const

/** What was typed as a file, below why it was not saved. */
const givenBack = ({ typed, again }: Unsaved, why: string, { write }: Texts) => {
  const buttons = again === null ? [] : [row(button(write.again, again))]
  if (typed.trim() === '') return privately(answer(text(why), ...buttons))
  const file = { attachment: Buffer.from(typed), name: 'text.md' }
  const { components } = answer(text(write.notSaved(why)), fileOf(file), ...buttons)
  return privately({ components, files: [file] })
}

/** A private answer, whether or not one was begun already. */
const whisper = async (
  interaction: RepliableInteraction,
  message: ReturnType<typeof givenBack> | (typeof PLAIN & { content: string }),
): Promise<void> => {
  if (!interaction.deferred && !interaction.replied) {
    await interaction.reply(message)
    return
  }
  // The first follow-up of a deferred answer would take its place, and be as public as it is. What
  // was to be changed instead stays: discord.js knows of no answer then, private or not.
  const isThinking = interaction.deferred && !interaction.replied && interaction.ephemeral !== null
  if (isThinking) await interaction.deleteReply()
  await interaction.followUp(message)
}

/**
 * The interaction has expired or was answered by somebody else: there is nobody to tell any more.
 */
const isTooLate = (error: unknown): boolean =>
  error instanceof DiscordAPIError &&
  (error.code === Code.UnknownInteraction ||
    error.code === Code.InteractionHasAlreadyBeenAcknowledged)

const textOf = (error: unknown, texts: Texts, id: string): string => {
  if (error instanceof Refusal) return error.say(texts)
  if (error instanceof StickyError) return ofServer(error, texts)
  const slow = error instanceof DOMException && error.name === 'TimeoutError'
  return slow ? texts.errors.slow : texts.errors.ours(id)
}

/** The settings of a server of the chat do not let them: who else may, they can ask for. */
const Setting = z.object({
  setting: z.enum(['create', 'stick']),
  roles: z.array(Snowflake).nullable(),
})

const Why = z.object({ reason: z.enum(REASONS) })

/** The server's own words where it says more than its table of errors and the person reads them. */
const ofServer = ({ code, message, details }: StickyError, texts: Texts): string => {
  const set = Setting.safeParse(details)
  if (set.success) return ofSetting(set.data, texts)
  const why = Why.safeParse(details)
  if (why.success) return texts.share.refused[why.data.reason]
  return areServers(texts) && message !== ERRORS[code].message
    ? message
    : texts.errors.ofServer[code]
}

const ofSetting = ({ setting, roles }: z.infer<typeof Setting>, { settings }: Texts): string =>
  roles === null
    ? settings.readers[setting]
    : settings.onlySome[setting](roles.map((role) => roleMention(role)).join(', '))

/** What people may cause themselves is no error of the bot's. */
const note = (id: string, error: unknown, log: Log): void => {
  const expected =
    error instanceof Refusal ||
    (error instanceof StickyError && !['internal', 'unauthenticated'].includes(error.code))
  if (expected) log.info({ interaction: id, reason: reasonOf(error) }, 'refused')
  else log.error({ err: error, interaction: id }, 'an interaction failed')
}

const reasonOf = (error: Refusal | StickyError): string =>
  error instanceof Refusal ? error.say(textsOf(null)) : `${error.code}: ${error.message}`
