import type { Card, ChangePlacement, Placement, PlacementList } from '@sticky/shared/api/cards'
import type { Listing } from '@sticky/shared/api/listing'
import { StickyError } from '@sticky/shared/errors'
import { BoundedMap } from '../bounded-map.ts'
import type { Log } from '../log.ts'
import type { Api } from '../server.ts'
import { cardMessage, goneMessage, hashOf, IMAGE_QUERY, WITHHELD, withheldMessage } from './card.ts'
import type { CardMessage } from './card.ts'
import { ChannelQueue, PACE } from './channel-queue.ts'
import type { Haste, Pace } from './channel-queue.ts'
import { guildOf } from './channels.ts'
import type { Channels } from './channels.ts'
import { verdictOf } from './edit-error.ts'
import { isLeaving, isMoving, isPending, leave, look, settle } from './pending.ts'

/** Lost events and cards that were given up are repaired at least this often. */
const SWEEP_EVERY = 5 * 60_000
/** While there are stale cards, the next sweep is not far. */
const SWEEP_SOON = 60_000
/** Permissions are changed one after the other, by hand. */
const READMITTED_SOON = 2_000
/** So many cards are listed at once. */
const PAGE = 100
const REMEMBERED = 10_000
/** People look at cards that changed a short while ago; of so many a note can be made that they may be behind. */
const RECENT = 50
const RECENT_FOR = 15 * 60_000
/**
 * Discord bans who sends 10,000 refused requests in 10 minutes, so what it refused is left alone
 * for a while, whatever changes meanwhile.
 */
const REFUSED_FOR = 15 * 60_000

type Sent = { placement: Placement; card: Card; image: Uint8Array | null }

/** `of`: a channel, or a placement. */
type Refused = { of: string; guild: string; verdict: 'barred' | 'archived' | 'refused' }

/** Of a card that may be behind: the next look at it makes it live again. */
const PAUSED = 'paused'

/**
 * Keeps the messages that show documents true (F3). Nothing here is kept for good: the server knows
 * it all.
 */
export class Refresh {
  readonly #api: Api
  readonly #channels: Channels
  readonly #log: Log
  readonly #queue: ChannelQueue
  #timer: NodeJS.Timeout | undefined
  /** ms since 1970 */
  #sweepAt = Number.POSITIVE_INFINITY
  #closed = false
  /** What this process put into a message, since a list of placements may be older than that. */
  readonly #shown = new BoundedMap<string, string>(REMEMBERED)
  /** What was sent last, to say of it later that it may be behind. */
  readonly #recent = new BoundedMap<string, Sent>(RECENT, RECENT_FOR)
  #paused: Sent[] = []
  /** Channels in which the bot may not edit, and placements of which Discord takes no edit. */
  readonly #refused = new BoundedMap<string, Refused>(REMEMBERED, REFUSED_FOR)
  /** Documents whose placements are being listed; set when they changed again meanwhile. */
  readonly #listing = new Map<string, Haste | null>()

  constructor(api: Api, channels: Channels, log: Log, pace: Pace = PACE) {
    this.#api = api
    this.#channels = channels
    this.#log = log
    this.#queue = new ChannelQueue(log, pace)
    this.#sweepIn(SWEEP_EVERY)
  }

  /**
   * A document has changed: all its cards follow. `urgent`: more than its text, perhaps who may see
   * it, so what is shown may have to go. Never throws.
   */
  async follow(documentId: string, haste: Haste = {}): Promise<void> {
    const before = this.#listing.get(documentId)
    if (before !== undefined) {
      const urgent = before?.urgent === true || haste.urgent === true
      this.#listing.set(documentId, { urgent })
      return
    }
    this.#listing.set(documentId, null)
    const placements = await this.#list((listing) => this.#api.placements(documentId, listing))
    this.#enqueue(placements, haste)
    const again = this.#listing.get(documentId)
    this.#listing.delete(documentId)
    if (again) await this.follow(documentId, again)
  }

  /**
   * All cards that may be out of date follow: on start, and whenever events may have been missed.
   * What was not about text comes first: it may have to go. Never throws.
   */
  async sweep(): Promise<void> {
    const listed = await this.#list((listing) => this.#api.stalePlacements(listing))
    const stale = listed.filter((placement) => this.#isOpen(placement))
    this.#enqueue(
      stale.filter(({ shownSeq }) => shownSeq < 0),
      { urgent: true },
    )
    this.#enqueue(stale.filter(({ shownSeq }) => shownSeq >= 0))
    this.#sweepIn(stale.length > 0 ? SWEEP_SOON : SWEEP_EVERY)
  }

  /**
   * An announced card has been posted: it is kept true from now on, also as to what changed since it
   * was drawn. False when the server could not be told: then it must not claim to be live.
   */
  async settle(announced: Placement, posted: Omit<ChangePlacement, 'was'>): Promise<boolean> {
    const change = { ...posted, was: announced.shownSeq }
    if (!(await settle(this.#api, announced, change, this.#log))) return false
    await this.follow(announced.documentId)
    return true
  }

  /** The bot is (back) in a server: its cards there follow soon, and those of all servers that came with it. */
  returned(guildId: string): void {
    this.readmitted(guildId)
    this.#sweepIn(READMITTED_SOON)
  }

  /** The bot may do other things in a server than before: what was refused there is tried again soon. */
  readmitted(guildId: string): void {
    const there = this.#refused.values().filter(({ guild }) => guild === guildId)
    for (const { of } of there) this.#refused.delete(of)
    if (there.length > 0) this.#sweepIn(READMITTED_SOON)
  }

  /**
   * The server has not been heard of since then (ms since 1970): cards that changed a short while ago
   * cease to claim that they are live. Others say by the time of their last edit how old they are.
   */
  pause(since: number): void {
    this.#paused = this.#recent.values()
    for (const { placement, card, image } of this.#paused) {
      const shown = { image, live: true, asOf: since }
      const message = () => cardMessage(card, shown, this.#channels.speak(placement.channel))
      this.#queue.add(placement.channel, placement.messageId, async () => {
        if (await this.#send(placement, message)) this.#shown.set(placement.messageId, PAUSED)
        return true
      })
    }
  }

  /** The server is back: what was missed follows, and what was paused is live again. Never throws. */
  async resume(): Promise<void> {
    const documents = new Set(this.#paused.map(({ card }) => card.documentId))
    this.#paused = []
    await this.sweep()
    for (const documentId of documents) await this.follow(documentId)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#queue.close()
  }

  /** At the latest then. */
  #sweepIn(ms: number): void {
    const at = Date.now() + ms
    if (this.#closed || at >= this.#sweepAt) return
    clearTimeout(this.#timer)
    this.#sweepAt = at
    this.#timer = setTimeout(() => {
      this.#sweepAt = Number.POSITIVE_INFINITY
      void this.sweep()
    }, ms)
  }

  /** All pages, or those before the one that failed. */
  async #list(ask: Ask): Promise<Placement[]> {
    const found: Placement[] = []
    try {
      for await (const items of pages(ask)) found.push(...items)
      return found
    } catch (error) {
      this.#log.warn({ err: error }, 'could not list cards; the next sweep finds what is stale')
      return found
    }
  }

  #enqueue(placements: Placement[], haste: Haste = {}): void {
    for (const placement of placements)
      if (this.#isOpen(placement))
        this.#queue.add(
          placement.channel,
          placement.messageId,
          () => this.#refresh(placement),
          haste,
        )
  }

  /** Whether a call about it is worth making. In an archived thread it is where something may have to go (F9). */
  #isOpen(placement: Placement): boolean {
    const { id, channel, shownSeq } = placement
    if (this.#refused.get(channel) !== undefined || !this.#channels.reaches(channel)) return false
    return this.#refused.get(id) === undefined || (this.#isArchived(placement) && shownSeq < 0)
  }

  #isArchived({ id }: Placement): boolean {
    return this.#refused.get(id)?.verdict === 'archived'
  }

  /** Whether Discord was asked to edit. */
  async #refresh(placement: Placement): Promise<boolean> {
    if (!this.#isOpen(placement)) return false
    if (isLeaving(placement)) return this.#remove(placement)
    if (isPending(placement) || isMoving(placement)) return this.#adopt(placement)
    const { documentId, channel } = placement
    const found = await this.#found(documentId, channel)
    if (found === 'gone') return this.#retire(placement)
    if (found === 'withheld') return this.#withhold(placement)
    return this.#show(placement, found)
  }

  async #found(documentId: string, channel: string): Promise<Card | 'gone' | 'withheld'> {
    try {
      return await this.#api.card(documentId, { channel })
    } catch (error) {
      if (!(error instanceof StickyError)) throw error
      if (error.code === 'forbidden') return 'withheld'
      if (error.code === 'not_found') return 'gone'
      throw error
    }
  }

  /**
   * The card first, its picture after: an edit in between makes the picture newer than the hash
   * that is kept, so the next event corrects it. The other way round an old picture could pass for
   * the newest.
   */
  #show(placement: Placement, card: Card): Promise<boolean> {
    const { channel } = placement
    const make = async (): Promise<CardMessage> => {
      const query = { ...IMAGE_QUERY, channel }
      const image = card.deleted ? null : await this.#api.cardImage(card.documentId, query)
      if (!card.deleted) this.#recent.set(placement.id, { placement, card, image })
      return cardMessage(card, { image, live: true }, this.#channels.speak(channel))
    }
    const shown = { hash: hashOf(card), seq: card.seq, mustGo: card.deleted }
    return this.#put(placement, shown, make)
  }

  /** The channel may not see the document any more: picture and text go (F9). */
  #withhold(placement: Placement): Promise<boolean> {
    this.#recent.delete(placement.id)
    const texts = this.#channels.speak(placement.channel)
    return this.#put(placement, { ...WITHHELD, mustGo: true }, async () => withheldMessage(texts))
  }

  /**
   * Makes the message show what `make` says, unless it does already, and tells the server. `mustGo`: it must not show what
   * it did, also where its thread is archived.
   */
  async #put(
    placement: Placement,
    { hash, seq, mustGo }: { hash: string; seq: number; mustGo: boolean },
    make: () => Promise<CardMessage>,
  ): Promise<boolean> {
    const shows = hash === (this.#shown.get(placement.messageId) ?? placement.shownHash)
    if (!shows) {
      if (!mustGo && this.#isArchived(placement)) return false
      if (!(await this.#send(placement, make, mustGo))) return true
      this.#shown.set(placement.messageId, hash)
    }
    const { shownSeq: was, messageId: shownIn } = placement
    const change = { shownHash: hash, shownSeq: seq, was, shownIn }
    await unlessAbsent(this.#api.changePlacement(placement.id, change))
    return !shows
  }

  /** Nothing is left of the document: says so once and forgets the message. */
  async #retire(placement: Placement): Promise<boolean> {
    const make = () => goneMessage(this.#channels.speak(placement.channel))
    if (await this.#send(placement, make, true)) await this.#forget(placement)
    return true
  }

  /** A card that was being posted when the bot went down; where it is not the only one (F8), it goes. */
  async #adopt(placement: Placement): Promise<boolean> {
    const found = await this.#attempt(placement, async () => {
      const all: Placement[] = []
      const ask: Ask = (listing) => this.#api.placements(placement.documentId, listing)
      for await (const items of pages(ask)) all.push(...items)
      return look(this.#channels, placement, all)
    })
    if (found === 'soon' || found === null) return false
    if (found === 'never') await this.#forget(placement)
    else if (isMoving(placement)) {
      const { messageId } = found
      if (await leave(this.#api, placement, messageId))
        await this.#remove({ ...placement, messageId })
    } else await this.settle(placement, { ...found, shownHash: '', shownSeq: -1 })
    return true
  }

  /** Another message shows its document by now: it is known until it is gone (F8, F9). */
  async #remove(placement: Placement): Promise<boolean> {
    const { channel, messageId } = placement
    const remove = async () => {
      await this.#channels.remove(channel, messageId)
      return true
    }
    if (await this.#attempt(placement, remove)) await this.#forget(placement)
    return true
  }

  /** Whether the message now shows it. Throws where trying again can help. */
  async #send(
    placement: Placement,
    make: () => CardMessage | Promise<CardMessage>,
    mustGo = false,
  ): Promise<boolean> {
    const { channel, messageId } = placement
    const edit = async () => {
      try {
        await this.#channels.edit(channel, messageId, await make())
      } catch (error) {
        if (!mustGo || verdictOf(error) !== 'archived') throw error
        await this.#channels.editArchived(channel, messageId, await make())
      }
      return true
    }
    return (await this.#attempt(placement, edit)) === true
  }

  /** Null: Discord will not have it, now or ever. Throws where trying again can help. */
  async #attempt<T>(placement: Placement, act: () => Promise<T>): Promise<T | null> {
    try {
      return await act()
    } catch (error) {
      const verdict = verdictOf(error)
      if (verdict === 'failed') throw error
      this.#log.warn({ err: error, placement: placement.id, verdict }, 'a card cannot be edited')
      if (verdict === 'gone') await this.#lose(placement)
      else this.#refuse(placement, verdict)
      return null
    }
  }

  #refuse({ id, channel }: Placement, verdict: Refused['verdict']): void {
    const of = verdict === 'barred' ? channel : id
    this.#refused.set(of, { of, guild: guildOf(channel), verdict })
  }

  /** Its message is gone: it is forgotten, unless another message of the channel shows it by now (F8). */
  async #lose(placement: Placement): Promise<void> {
    const { id, documentId, messageId } = placement
    const all = await this.#list((listing) => this.#api.placements(documentId, listing))
    const moved = all.find((one) => one.id === id && one.messageId !== messageId)
    if (moved === undefined) await this.#forget(placement)
    else this.#enqueue([moved])
  }

  async #forget(placement: Placement): Promise<void> {
    this.#shown.delete(placement.messageId)
    this.#recent.delete(placement.id)
    await unlessAbsent(this.#api.deletePlacement(placement.id, { shownIn: placement.messageId }))
  }
}

type Ask = (listing: Partial<Listing>) => Promise<PlacementList>

const pages = async function* (ask: Ask): AsyncGenerator<Placement[]> {
  for (let cursor: string | undefined; ;) {
    const { items, nextCursor } = await ask({ limit: PAGE, cursor })
    yield items
    if (nextCursor === null) return
    cursor = nextCursor
  }
}

/** Somebody else has removed what this was about. */
const unlessAbsent = async (asked: Promise<unknown>): Promise<void> => {
  try {
    await asked
  } catch (error) {
    if (error instanceof StickyError && error.code === 'not_found') return
    throw error
  }
}
