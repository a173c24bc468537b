import type { PageMessage } from '../../../src/wire/control.ts'

const CONTINUED_WITHIN_MS = 7 * 60 * 1000

type Grouped = Pick<
  PageMessage,
  'author' | 'timestamp' | 'type' | 'ephemeral' | 'interaction_metadata' | 'message_reference'
>

/** Whether a message goes on from the one above it, so that its author need not be said again. */
export function isContinued(before: Grouped | undefined, message: Grouped): boolean {
  if (before?.author.id !== message.author.id) return false
  if (before.ephemeral !== message.ephemeral || before.type !== message.type) return false
  if (message.interaction_metadata || message.message_reference) return false
  if (isNewDay(before, message)) return false
  return Date.parse(message.timestamp) - Date.parse(before.timestamp) < CONTINUED_WITHIN_MS
}

/** Whether another day begins with a message. */
export function isNewDay(
  before: Pick<Grouped, 'timestamp'> | undefined,
  { timestamp }: Pick<Grouped, 'timestamp'>,
): boolean {
  const dayOf = (at: string) => new Date(at).toDateString()
  return !before || dayOf(before.timestamp) !== dayOf(timestamp)
}
