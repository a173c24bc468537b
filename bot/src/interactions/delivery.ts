import { MessageFlags } from 'discord.js'
import type {
  ChatInputCommandInteraction,
  MessageComponentInteraction,
  MessageContextMenuCommandInteraction,
  ModalMessageModalSubmitInteraction,
  ModalSubmitInteraction,
  RepliableInteraction,
} from 'discord.js'
import type { Answer } from '../answers/answer.ts'
import type { CardMessage } from '../cards/card.ts'

/**
 * Discord drops an interaction that is not answered within 3 s; this leaves time for the way there.
 */
const DEFER_AFTER = 2_000

/**
 * Does the `work`, answers with the message that `show` makes of it, and promises both the work and
 * the message's id. Answers directly if that takes less than 2 s, which saves a round trip and a
 * flicker; else "is thinking…" comes first. Throws what `work` or Discord throws.
 */
export const deliver = async <T>(
  interaction: RepliableInteraction,
  work: () => Promise<T>,
  show: (made: T) => CardMessage,
): Promise<{ made: T; messageId: string }> => {
  const made = await deferring(() => interaction.deferReply(), work)
  const messageId = interaction.deferred
    ? (await interaction.editReply(show(made))).id
    : await reply(interaction, show(made))
  return { made, messageId }
}

/** All that can be answered with a message, and what is used within one. */
export type Answerable =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | MessageComponentInteraction
  | ModalSubmitInteraction
type WithinAnswer = MessageComponentInteraction | ModalMessageModalSubmitInteraction

/**
 * Does the `work` and shows what it makes to whoever caused it, and to nobody else: in a new
 * message, or in place of the private answer in which it was caused. In time as {@link deliver}.
 * Throws what `work` or Discord throws.
 */
export const answerPrivately = async (
  interaction: Answerable,
  work: () => Promise<Answer>,
): Promise<void> => {
  if (isWithinAnswer(interaction)) return change(interaction, work)
  const flags = MessageFlags.Ephemeral
  const made = await deferring(() => interaction.deferReply({ flags }), work)
  if (interaction.deferred) await interaction.editReply(messageOf(made))
  else await interaction.reply(privately(made))
}

/**
 * An answer as a message of its own that only one person sees. What is used in it may change it,
 * which Discord refuses for messages that are no Components V2.
 */
export const privately = (made: Answer) =>
  ({
    ...messageOf(made),
    flags: MessageFlags.Ephemeral | MessageFlags.IsComponentsV2,
  }) as const

const change = async (interaction: WithinAnswer, work: () => Promise<Answer>): Promise<void> => {
  const made = await deferring(() => interaction.deferUpdate(), work)
  if (interaction.deferred) await interaction.editReply(messageOf(made))
  else await interaction.update(messageOf(made))
}

const isWithinAnswer = (interaction: Answerable): interaction is WithinAnswer =>
  'message' in interaction && interaction.message?.flags.has(MessageFlags.Ephemeral) === true

/** Files that the message had before are not kept; nothing of what it says may ping (T23). */
const messageOf = ({ components, files }: Answer) =>
  ({
    flags: MessageFlags.IsComponentsV2,
    components,
    files: files ?? [],
    allowedMentions: { parse: [] },
  }) as const

const deferring = async <T>(defer: () => Promise<unknown>, work: () => Promise<T>): Promise<T> => {
  let deferred: Promise<unknown> = Promise.resolve()
  const timer = setTimeout(() => {
    deferred = defer()
    // Thrown where it is awaited, below; the work goes on until then.
    deferred.catch(() => undefined)
  }, DEFER_AFTER)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
    await deferred
  }
}

/**
 * discord.js throws after a success that was answered without a body; `replied` tells the
 * difference.
 */
const reply = async (interaction: RepliableInteraction, message: CardMessage): Promise<string> => {
  try {
    const { resource } = await interaction.reply({ ...message, withResponse: true })
    if (resource?.message) return resource.message.id
  } catch (error) {
    if (!interaction.replied) throw error
  }
  return (await interaction.fetchReply()).id
}
