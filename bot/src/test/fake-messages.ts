import type { CardMessage } from '../cards/card.ts'
import type { Messages } from '../cards/messages.ts'

/** What stands in channels, as far as ids go. */
export class FakeMessages implements Messages {
  /** By channel, the newest last. */
  readonly standing = new Map<string, string[]>()
  readonly posted: CardMessage[] = []
  readonly pinned: string[] = []
  /** What Discord answers to the next call of that name. */
  readonly failing = new Map<keyof Messages | 'remove', Error>()
  #last = 400_000_000_000_000_000n

  /** Somebody writes; the id of what they wrote. */
  write(channel: string): string {
    this.#last += 1n
    this.#in(channel).push(String(this.#last))
    return String(this.#last)
  }

  post = async (channel: string, message: CardMessage): Promise<string> => {
    this.#fail('post')
    this.posted.push(message)
    return this.write(channel)
  }
  remove = async (channel: string, messageId: string): Promise<void> => {
    this.#fail('remove')
    this.standing.set(
      channel,
      this.#in(channel).filter((id) => id !== messageId),
    )
  }
  pin = async (_channel: string, messageId: string): Promise<void> => {
    this.#fail('pin')
    this.pinned.push(messageId)
  }
  isPinned = async (_channel: string, messageId: string): Promise<boolean> => {
    this.#fail('isPinned')
    return this.pinned.includes(messageId)
  }
  newest = (channel: string): string | null => this.standing.get(channel)?.at(-1) ?? null

  #in(channel: string): string[] {
    const ids = this.standing.get(channel) ?? []
    this.standing.set(channel, ids)
    return ids
  }

  #fail(call: keyof Messages | 'remove'): void {
    const failure = this.failing.get(call)
    this.failing.delete(call)
    if (failure !== undefined) throw failure
  }
}
