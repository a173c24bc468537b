import { DiscordAPIError, RESTJSONErrorCodes as Code } from 'discord.js'

/**
 * The message can never be edited again: it, its channel or the bot's way to it is gone, or it is
 * not ours.
 */
const GONE = new Set<number | string>([
  Code.UnknownMessage,
  Code.UnknownChannel,
  Code.UnknownGuild,
  Code.MissingAccess,
  Code.CannotEditMessageAuthoredByAnotherUser,
])

/**
 * What a failed edit means (C7). `gone`: forget the message. `refused`: the same request would be
 * refused again, now (no permission, archived thread, invalid form); a later change may succeed.
 * `failed`: try again.
 */
export const verdictOf = (error: unknown): 'gone' | 'refused' | 'failed' => {
  if (!(error instanceof DiscordAPIError)) return 'failed'
  if (GONE.has(error.code)) return 'gone'
  // Discord answers 400 to this one although it is a matter of time.
  if (error.code === Code.MaximumNumberOfEditsToMessagesOlderThanOneHourReached) return 'failed'
  return error.status === 400 || error.status === 403 ? 'refused' : 'failed'
}
