import { DiscordAPIError } from 'discord.js'
import type { Client } from 'discord.js'
import { BoundedMap } from './bounded-map.ts'
import type { Membership } from './membership.ts'

const REMEMBERED = 10_000
/** So long counts what an interaction proved, of who has not left the Activity since. */
const PROOF_LIFE = 60 * 60_000
/** Who is in an Activity is asked at most this often, however many are in it. */
const ASKED_EVERY = 5_000

/** Asks Discord who is in an instance of the Activity: their ids; null when it is over. */
export type WhoIsIn = (instanceId: string) => Promise<readonly string[] | null>

export const whoIsIn =
  (discord: Client<true>): WhoIsIn =>
  async (instanceId) => {
    try {
      return (await discord.application.fetchActivityInstance(instanceId)).users
    } catch (error) {
      if (error instanceof DiscordAPIError && error.status === 404) return null
      throw error
    }
  }

/**
 * Who may do what where the bot cannot look: in direct and group messages of others, and in servers
 * that it is not in (F9, F11). There Discord tells it only who is in an Activity, whose channel
 * they must see for that. Begins empty: somebody has to launch one first.
 */
export class Activities {
  readonly #whoIsIn: WhoIsIn
  readonly #instances = new BoundedMap<string, string>(REMEMBERED)
  readonly #proofs = new BoundedMap<string, Membership>(REMEMBERED, PROOF_LIFE)
  readonly #asked = new BoundedMap<string, Promise<readonly string[] | null>>(
    REMEMBERED,
    ASKED_EVERY,
  )

  constructor(whoIsIn: WhoIsIn) {
    this.#whoIsIn = whoIsIn
  }

  /** Somebody, of whom an interaction has proved this, has launched or joined an instance. */
  launched(discordId: string, membership: Membership, instanceId: string): void {
    this.#instances.set(membership.channel, instanceId)
    this.#proofs.set(`${discordId} ${membership.channel}`, membership)
  }

  /**
   * What somebody in an Activity may do in its channel; null for who is in none. In messages everybody
   * who is in them may do everything; in a server it is what their last launch there proved, or
   * reading. Throws when Discord fails.
   */
  async lookUp(channel: string, discordId: string): Promise<Membership | null> {
    const instance = this.#instances.get(channel)
    if (instance === undefined) return null
    const users = await this.#users(instance)
    if (users === null) this.#instances.delete(channel)
    if (users?.includes(discordId) !== true) return null
    if (channel.startsWith('@me/')) return { channel, access: 'manage', roles: [] }
    return this.#proofs.get(`${discordId} ${channel}`) ?? { channel, access: 'view', roles: [] }
  }

  #users(instance: string): Promise<readonly string[] | null> {
    const known = this.#asked.get(instance)
    if (known !== undefined) return known
    const asking = this.#whoIsIn(instance)
    this.#asked.set(instance, asking)
    // thrown where it is awaited; the next one asks afresh
    asking.catch(() => this.#asked.delete(instance))
    return asking
  }
}
