import { DiscordAPIError, RateLimitError, RESTJSONErrorCodes as Code } from 'discord.js'

/** The message can never be edited again: it or its channel is gone, or it is not ours. */
const GONE = new Set<number | string>([
  Code.UnknownMessage,
  Code.UnknownChannel,
  Code.CannotEditMessageAuthoredByAnotherUser,
])

/** Too many edits of old messages of a channel; Discord does not say for how long, but counts in 6 s. */
const OLD_MESSAGES = Code.MaximumNumberOfEditsToMessagesOlderThanOneHourReached
const OLD_MESSAGES_WAIT = 6_000

/**
 * What a failed edit means (C7). `gone`: forget the message. `barred`: the bot may not enter or
 * write there, or was removed, which somebody may change any time: the card follows then. `archived`:
 * so is its thread. `refused`: the same request would be refused again (an invalid form). `failed`: try again.
 */
export const verdictOf = (
  error: unknown,
): 'gone' | 'barred' | 'archived' | 'refused' | 'failed' => {
  if (!(error instanceof DiscordAPIError)) return 'failed'
  if (GONE.has(error.code)) return 'gone'
  // Discord answers 400 to this one although it is a matter of time.
  if (error.code === OLD_MESSAGES) return 'failed'
  if (error.code === Code.InvalidActionOnArchivedThread) return 'archived'
  // A server that is unknown to the bot is one that it was removed from.
  if (error.status === 403 || error.code === Code.UnknownGuild) return 'barred'
  return error.status === 400 ? 'refused' : 'failed'
}

/** For how long Discord wants to hear nothing, ms; null: it said nothing of the kind. */
export const retryAfterOf = (error: unknown): number | null => {
  if (error instanceof RateLimitError) return error.retryAfter
  return error instanceof DiscordAPIError && error.code === OLD_MESSAGES ? OLD_MESSAGES_WAIT : null
}
