import type { RepliableInteraction } from 'discord.js'
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
  const made = await withDefer(interaction, work)
  const messageId = interaction.deferred
    ? (await interaction.editReply(show(made))).id
    : await reply(interaction, show(made))
  return { made, messageId }
}

const withDefer = async <T>(
  interaction: RepliableInteraction,
  work: () => Promise<T>,
): Promise<T> => {
  let deferring: Promise<unknown> = Promise.resolve()
  const timer = setTimeout(() => {
    deferring = interaction.deferReply()
    // Thrown where it is awaited, below; the work goes on until then.
    deferring.catch(() => undefined)
  }, DEFER_AFTER)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
    await deferring
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
