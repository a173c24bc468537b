import type { CardMessage } from '../cards/card.ts'
import type { Channels } from '../cards/channels.ts'
import { en } from '../text/en/index.ts'
import { discordError } from './fake-interaction.ts'

const HOUR = 60 * 60_000
/** One way over the network, ms. */
const NEAR = 20
const FAR = 200

type Arrived = { at: number; channel: string; messageId: string; isOld: boolean }

/**
 * Discord as far as its limits on edits go. Everything takes its time there and back; what exceeds a
 * limit is refused as Discord does and written down in `violations`.
 */
export class LimitedDiscord implements Channels {
  readonly violations: string[] = []
  /** What the messages show. */
  readonly shown = new Map<string, CardMessage>()
  /** How many edits came. */
  edits = 0
  /** Those of the last seconds. */
  #arrived: Arrived[] = []
  readonly #posted: (messageId: string) => number
  readonly #random: () => number
  readonly #failing: number
  #heard: (messageId: string, message: CardMessage) => void = () => undefined

  /** `failing`: which share of all edits Discord answers with 503, having done nothing. */
  constructor(posted: (messageId: string) => number, random: () => number, failing = 0) {
    this.#posted = posted
    this.#random = random
    this.#failing = failing
  }

  onEdit(heard: (messageId: string, message: CardMessage) => void): void {
    this.#heard = heard
  }

  edit = async (channel: string, messageId: string, message: CardMessage): Promise<void> => {
    await this.#travel()
    const refusal = this.#arrive(channel, messageId)
    if (refusal === null) {
      this.shown.set(messageId, message)
      this.#heard(messageId, message)
    }
    await this.#travel()
    if (refusal !== null) throw refusal
  }
  editArchived = async () => undefined
  remove = async () => undefined
  speak = () => en
  reaches = () => true
  findCard = async () => null

  #arrive(channel: string, messageId: string): Error | null {
    const at = Date.now()
    const isOld = at - this.#posted(messageId) > HOUR
    const recent = this.#arrived.filter((one) => one.at > at - 6_000)
    this.#arrived = [...recent, { at, channel, messageId, isOld }]
    this.edits += 1
    if (recent.filter((one) => one.at > at - 1_000).length >= 50) this.#note('50 calls in 1 s')
    if (recent.some((one) => one.messageId === messageId && one.at > at - 5_000))
      this.#note('a message twice in 5 s')
    const old = recent.filter((one) => one.isOld && one.channel === channel)
    if (isOld && old.length >= 3) {
      this.#note('4 edits of old messages in 6 s')
      return discordError(30_046, 400)
    }
    return this.#random() < this.#failing ? discordError(0, 503) : null
  }

  #note(what: string): void {
    this.violations.push(what)
  }

  #travel(): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, NEAR + this.#random() * (FAR - NEAR))
    })
  }
}
