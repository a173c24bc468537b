import type { CardMessage } from '../cards/card.ts'
import type { Channels } from '../cards/channels.ts'
import { en } from '../text/en/index.ts'

type Edited = { channel: string; messageId: string; message: CardMessage }

/**
 * The chat as far as cards need it: set what it answers to the next edits, look at `edits` for what
 * was asked, in order.
 */
export class FakeChannels implements Channels {
  readonly edits: Edited[] = []
  answers: (Error | undefined)[] = []
  /** What it answers to the next removals. */
  removals: (Error | undefined)[] = []
  /** Whether the bot is in the server. */
  admitted = true
  /** The card that was posted and never placed. */
  posted: string | null = null

  edit = async (channel: string, messageId: string, message: CardMessage): Promise<void> => {
    this.edits.push({ channel, messageId, message })
    const error = this.answers.shift()
    if (error !== undefined) throw error
  }
  /** What was edited in threads that were archived. */
  readonly awoken: Edited[] = []
  editArchived = async (
    channel: string,
    messageId: string,
    message: CardMessage,
  ): Promise<void> => {
    this.awoken.push({ channel, messageId, message })
    const error = this.answers.shift()
    if (error !== undefined) throw error
  }
  readonly removed: string[] = []
  remove = async (_channel: string, messageId: string): Promise<void> => {
    this.removed.push(messageId)
    const error = this.removals.shift()
    if (error !== undefined) throw error
  }
  speak = () => en
  reaches = () => this.admitted
  findCard = async (
    _channel: string,
    _documentId: string,
    { known }: { known: ReadonlySet<string> },
  ) => (this.posted === null || known.has(this.posted) ? null : this.posted)
}
