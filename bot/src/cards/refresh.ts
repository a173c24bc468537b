import type { Placement, PlacementList } from '@sticky/shared/api/cards'
import type { Listing } from '@sticky/shared/api/listing'
import { StickyError } from '@sticky/shared/errors'
import { BoundedMap } from '../bounded-map.ts'
import type { Log } from '../log.ts'
import type { Api } from '../server.ts'
import type { Texts } from '../text/texts.ts'
import { cardMessage, goneMessage, hashOf, IMAGE_QUERY } from './card.ts'
import type { CardMessage } from './card.ts'
import { ChannelQueue } from './channel-queue.ts'
import { verdictOf } from './edit-error.ts'

/** Lost events and cards that were given up are repaired at least this often. */
const SWEEP_EVERY = 5 * 60_000
/** While there are stale cards, the next sweep is not far. */
const SWEEP_SOON = 60_000
/** So many cards are listed at once. */
const PAGE = 100
const REMEMBERED = 10_000
/**
 * Discord bans who sends 10,000 refused requests in 10 minutes; a sweep leaves those messages
 * alone.
 */
const REFUSED_FOR = 60 * 60_000

/** Edits the bot's own message. Throws what Discord answers. */
export type Edit = (channelId: string, messageId: string, message: CardMessage) => Promise<unknown>

/** The language of a channel (`<guild or @me>/<channel>`): that of its server. */
export type Speak = (channel: string) => Texts

/**
 * Keeps the messages that show documents true (F3). Nothing here is kept for good: the server knows
 * it all.
 */
export class Refresh {
  readonly #api: Api
  readonly #edit: Edit
  readonly #speak: Speak
  readonly #log: Log
  readonly #queue: ChannelQueue
  #timer: NodeJS.Timeout | undefined
  #closed = false
  /** What this process put into a placement, since a list of placements may be older than that. */
  readonly #shown = new BoundedMap<string, string>(REMEMBERED)
  readonly #refused = new BoundedMap<string, true>(REMEMBERED, REFUSED_FOR)
  /** Documents whose placements are being listed; `true`: they changed again meanwhile. */
  readonly #listing = new Map<string, boolean>()

  constructor(api: Api, edit: Edit, speak: Speak, log: Log) {
    this.#api = api
    this.#edit = edit
    this.#speak = speak
    this.#log = log
    this.#queue = new ChannelQueue(log)
    this.#sweepIn(SWEEP_EVERY)
  }

  /** A document has changed: all its cards follow. Never throws. */
  async follow(documentId: string): Promise<void> {
    if (this.#listing.has(documentId)) {
      this.#listing.set(documentId, true)
      return
    }
    this.#listing.set(documentId, false)
    const placements = await this.#list((listing) => this.#api.placements(documentId, listing))
    this.#enqueue(placements)
    const again = this.#listing.get(documentId) === true
    this.#listing.delete(documentId)
    if (again) await this.follow(documentId)
  }

  /**
   * All cards that may be out of date follow: on start, and whenever events may have been missed.
   * Never throws.
   */
  async sweep(): Promise<void> {
    const listed = await this.#list((listing) => this.#api.stalePlacements(listing))
    const stale = listed.filter(({ id }) => this.#refused.get(id) === undefined)
    this.#enqueue(stale)
    this.#sweepIn(stale.length > 0 ? SWEEP_SOON : SWEEP_EVERY)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#queue.close()
  }

  #sweepIn(ms: number): void {
    clearTimeout(this.#timer)
    if (!this.#closed) this.#timer = setTimeout(() => void this.sweep(), ms)
  }

  /** All pages, or those before the one that failed. */
  async #list(ask: (listing: Partial<Listing>) => Promise<PlacementList>): Promise<Placement[]> {
    const found: Placement[] = []
    try {
      for (let cursor: string | undefined; ;) {
        const { items, nextCursor } = await ask({ limit: PAGE, cursor })
        found.push(...items)
        if (nextCursor === null) return found
        cursor = nextCursor
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'could not list cards; the next sweep finds what is stale')
      return found
    }
  }

  #enqueue(placements: Placement[]): void {
    for (const placement of placements)
      this.#queue.add(placement.channel, placement.messageId, () => this.#refresh(placement))
  }

  /**
   * The card first, its picture after: an edit in between makes the picture newer than the hash
   * that is kept, so the next event corrects it. The other way round an old picture could pass for
   * the newest.
   */
  async #refresh(placement: Placement): Promise<boolean> {
    const card = await orNull(this.#api.card(placement.documentId, { channel: placement.channel }))
    if (card === null) return this.#retire(placement)
    const hash = hashOf(card)
    const shows = hash === (this.#shown.get(placement.id) ?? placement.shownHash)
    if (!shows) {
      const query = { ...IMAGE_QUERY, channel: placement.channel }
      const image = card.deleted ? null : await this.#api.cardImage(card.documentId, query)
      const texts = this.#speak(placement.channel)
      const message = cardMessage(card, { image, live: true }, texts)
      if (!(await this.#send(placement, message))) return true
      this.#shown.set(placement.id, hash)
    }
    await orNull(this.#api.changePlacement(placement.id, { shownHash: hash, shownSeq: card.seq }))
    return !shows
  }

  /** Nothing is left of the document: says so once and forgets the message. */
  async #retire(placement: Placement): Promise<boolean> {
    if (await this.#send(placement, goneMessage(this.#speak(placement.channel))))
      await this.#forget(placement)
    return true
  }

  /** Whether the message now shows it. Throws where trying again can help. */
  async #send(placement: Placement, message: CardMessage): Promise<boolean> {
    const channelId = placement.channel.slice(placement.channel.indexOf('/') + 1)
    try {
      await this.#edit(channelId, placement.messageId, message)
      return true
    } catch (error) {
      const verdict = verdictOf(error)
      if (verdict === 'failed') throw error
      this.#log.warn({ err: error, placement: placement.id, verdict }, 'a card cannot be edited')
      if (verdict === 'gone') await this.#forget(placement)
      else this.#refused.set(placement.id, true)
      return false
    }
  }

  async #forget(placement: Placement): Promise<void> {
    this.#shown.delete(placement.id)
    await orNull(this.#api.deletePlacement(placement.id))
  }
}

const orNull = async <T>(asked: Promise<T>): Promise<T | null> => {
  try {
    return await asked
  } catch (error) {
    if (error instanceof StickyError && error.code === 'not_found') return null
    throw error
  }
}
