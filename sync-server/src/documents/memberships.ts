import type { PutMembership } from '@sticky/shared/api/chat'
import { StickyError } from '@sticky/shared/errors'
import type { Reason } from '@sticky/shared/errors'
import type { Bus } from '../bus/types.ts'
import type { Membership, Store } from '../store/types.ts'

/**
 * How long the chat's word on a membership counts, and how often a living session is checked, ms. Together they
 * are the promise: a right that the chat has taken away is gone here within 60 s, bot or no bot (F9).
 */
export const PROOF_LIFE = 45_000
export const PROVE_EVERY = 15_000
/** A check looks up again what is older than this, ms: so a bot may be away for a moment and nobody is cut. */
export const PROOF_RENEWAL = 20_000
/** How long a look-up may take before the answer is "not proved", ms. */
export const LOOK_UP_LIMIT = 2_000

/**
 * What chats say about who is in which channel. Discord pushes no changes of members, so each word counts for a
 * minute and is then looked up again by the bot (`membership.wanted` -> `PUT /memberships`).
 */
export class Memberships {
  readonly #store: Store
  readonly #bus: Bus
  /** Look-ups under way, so that many askers cause one. */
  readonly #looking = new Map<string, Promise<void>>()

  constructor(store: Store, bus: Bus) {
    this.#store = store
    this.#bus = bus
  }

  /** Whoever may do less by this word hears it, or is cut, at once (F48). */
  async put(membership: PutMembership): Promise<void> {
    const { userId, channel } = membership
    const less = await this.#store.chat.putMembership({ ...membership, provedAt: Date.now() })
    this.#bus.publish('membership.proved', { userId, channel })
    if (less) this.#bus.publish('access.changed', { userId })
  }

  /** What is proved of this user now, in any channel; looks nothing up. */
  proved(userId: string): Promise<Membership[]> {
    return this.#fresh(userId, PROOF_LIFE)
  }

  /** What is proved of this user in these channels; looks up what is not, or not any more. */
  async of(
    userId: string,
    channels: readonly string[],
    maxAge = PROOF_LIFE,
  ): Promise<Membership[]> {
    const known = await this.#fresh(userId, maxAge)
    const missing = channels.filter((channel) => !known.some((one) => one.channel === channel))
    if (missing.length === 0) return known
    await Promise.all(missing.map((channel) => this.#lookUp(userId, channel)))
    return this.proved(userId)
  }

  /** Channels of a guild in which this user was ever seen: a role there can be proved through any of them. */
  async seenIn(userId: string, guild: string): Promise<string[]> {
    const ever = await this.#store.chat.memberships(userId, 0)
    return ever.map(({ channel }) => channel).filter((channel) => channel.startsWith(`${guild}/`))
  }

  /** Whether this user is seen in any channel of a guild, by any word on them there. */
  async isIn(userId: string, guild: string): Promise<boolean> {
    const proved = await this.of(userId, await this.seenIn(userId, guild))
    return proved.some((one) => one.channel.startsWith(`${guild}/`) && one.access !== 'none')
  }

  #fresh(userId: string, maxAge: number): Promise<Membership[]> {
    return this.#store.chat.memberships(userId, Date.now() - maxAge)
  }

  /** Nobody waits for a bot that is not there: what it is not told now it never hears. */
  async #lookUp(userId: string, channel: string): Promise<void> {
    if (!this.#bus.isHeard('membership.wanted')) return
    const discordId = await this.#store.users.subject(userId, 'discord')
    if (discordId === null) return
    const key = `${userId} ${channel}`
    const looking = this.#looking.get(key) ?? this.#ask(userId, channel, discordId)
    this.#looking.set(key, looking)
    await looking.finally(() => this.#looking.delete(key))
  }

  #ask(userId: string, channel: string, discordId: string): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        unsubscribe()
        resolve()
      }
      const timer = setTimeout(done, LOOK_UP_LIMIT)
      const unsubscribe = this.#bus.subscribe('membership.proved', (proved) => {
        if (proved.userId === userId && proved.channel === channel) done()
      })
      this.#bus.publish('membership.wanted', {
        type: 'membership.wanted',
        userId,
        discordId,
        channel,
      })
    })
  }
}

/** Nor to a role without having been seen in its guild. */
export const requireGuild = async (
  memberships: Memberships,
  userId: string,
  guild: string,
): Promise<void> => {
  if (await memberships.isIn(userId, guild)) return
  const reason: Reason = 'not_in_guild'
  throw new StickyError(
    'forbidden',
    'You are not known to be in the server of this role. Share from within it.',
    { reason },
  )
}

/** Nobody grants to a channel without having been seen in it: else a guessed id would spread a document. */
export const requireMembership = async (
  memberships: Memberships,
  userId: string,
  channel: string,
): Promise<void> => {
  const proved = await memberships.of(userId, [channel])
  if (proved.some((one) => one.channel === channel && one.access !== 'none')) return
  const reason: Reason = 'not_in_channel'
  throw new StickyError(
    'forbidden',
    'You are not known to be in this channel. Share from within it.',
    { reason },
  )
}
