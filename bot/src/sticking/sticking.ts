import type { Moving, Placement } from '@sticky/shared/api/cards'
import { StickyError } from '@sticky/shared/errors'
import { cardMessage, hashOf, IMAGE_QUERY } from '../cards/card.ts'
import type { CardMessage } from '../cards/card.ts'
import type { Channels } from '../cards/channels.ts'
import { verdictOf } from '../cards/edit-error.ts'
import type { Messages } from '../cards/messages.ts'
import { announceMove, leave, settleMove } from '../cards/pending.ts'
import type { Refresh } from '../cards/refresh.ts'
import type { Log } from '../log.ts'
import type { Api } from '../server.ts'

/** How fast cards follow the conversation, ms. */
export const STICKING = {
  /** Nobody is interrupted: the card moves once nobody has written for so long … */
  quiet: 4_000,
  /** … and at the latest so long after the first message below it … */
  patience: 60_000,
  /** … but never more often than this. */
  cooldown: 20_000,
  /** What Discord does not permit is tried again after this. */
  barred: 15 * 60_000,
}

const PAGE = 100

export type StickingOptions = {
  /** In nobody's name. */
  api: Api
  messages: Messages
  channels: Pick<Channels, 'speak' | 'reaches' | 'remove'>
  refresh: Pick<Refresh, 'follow'>
  log: Log
}

/** A message, and what is said of it to the server. */
type Drawn = { message: CardMessage; shown: { shownHash: string; shownSeq: number } }
type Posted = Drawn['shown'] & { messageId: string }

type Stuck = {
  placement: Placement
  timer: NodeJS.Timeout | undefined
  /** When the first message came below the card; null: none did. */
  since: number | null
  /** Not moved before. */
  notBefore: number
  moving: boolean
  /** The newest message heard of. */
  newest: bigint
  /** The message that was pinned again after a move, until Discord has said so in the channel. */
  pinnedAgain: string | null
}

/**
 * Keeps cards at the bottom of their channels (F8): posts them anew below what was written, and takes the old message away. The
 * server knows which they are, so that a restart changes nothing.
 */
export class Sticking {
  readonly #options: StickingOptions
  readonly #stuck = new Map<string, Stuck>()
  #closed = false

  constructor(options: StickingOptions) {
    this.#options = options
  }

  /** All that the server knows of, also those below which something was written meanwhile. Never throws. */
  async load(): Promise<void> {
    try {
      for (let cursor: string | undefined; ;) {
        const listing = { limit: PAGE, cursor }
        const { items, nextCursor } = await this.#options.api.stuckPlacements(listing)
        for (const placement of items) if (!this.#knows(placement)) this.keep(placement)
        if (nextCursor === null) return
        cursor = nextCursor
      }
    } catch (error) {
      this.#options.log.warn({ err: error }, 'could not list the cards that stick')
    }
  }

  /** From now on this one stays at the bottom of its channel, and no other there. */
  keep(placement: Placement): void {
    const { channel, messageId } = placement
    this.letGo(channel)
    if (this.#closed) return
    const newest = BigInt(messageId)
    this.#stuck.set(channel, {
      placement,
      timer: undefined,
      since: null,
      notBefore: 0,
      moving: false,
      newest,
      pinnedAgain: null,
    })
    const last = this.#options.messages.newest(channel)
    if (last !== null) this.heard(channel, last)
  }

  /** What stays at the bottom of a channel. */
  in(channel: string): Placement | null {
    return this.#stuck.get(channel)?.placement ?? null
  }

  letGo(channel: string): void {
    clearTimeout(this.#stuck.get(channel)?.timer)
    this.#stuck.delete(channel)
  }

  /** Somebody has written in a channel. */
  heard(channel: string, messageId: string): void {
    const stuck = this.#stuck.get(channel)
    if (stuck === undefined || BigInt(messageId) <= stuck.newest) return
    stuck.newest = BigInt(messageId)
    if (isBelow(stuck)) this.#schedule(channel, stuck)
  }

  /**
   * Discord has put a line into a channel which says that the bot has pinned `pinned`. Where that only kept a pin, the line
   * goes: it would stand below the card after each move. Never throws.
   */
  async noticed(channel: string, messageId: string, pinned: string): Promise<void> {
    const stuck = this.#stuck.get(channel)
    if (stuck === undefined || stuck.pinnedAgain !== pinned) return
    stuck.pinnedAgain = null
    const { channels, log } = this.#options
    await channels
      .remove(channel, messageId)
      .catch((err: unknown) => log.info({ err, channel }, 'could not remove the line of a pin'))
  }

  close(): void {
    this.#closed = true
    for (const channel of this.#stuck.keys()) this.letGo(channel)
  }

  #knows({ id, channel, messageId }: Placement): boolean {
    const known = this.#stuck.get(channel)
    return known?.placement.id === id && (known.moving || known.placement.messageId === messageId)
  }

  #schedule(channel: string, stuck: Stuck): void {
    if (stuck.moving) return
    const now = Date.now()
    stuck.since ??= now
    const soon = Math.min(now + STICKING.quiet, stuck.since + STICKING.patience)
    clearTimeout(stuck.timer)
    const wait = Math.max(0, Math.max(soon, stuck.notBefore) - now)
    stuck.timer = setTimeout(() => void this.#turn(channel, stuck), wait)
  }

  async #turn(channel: string, stuck: Stuck): Promise<void> {
    stuck.moving = true
    stuck.since = null
    stuck.notBefore = Date.now() + STICKING.cooldown
    const moved = await this.#move(stuck).catch((error: unknown) => this.#failed(stuck, error))
    stuck.moving = false
    if (moved === 'gone' && this.#stuck.get(channel) === stuck) this.letGo(channel)
    const again = moved === 'later' || (moved === 'moved' && isBelow(stuck))
    if (again && this.#stuck.get(channel) === stuck) this.#schedule(channel, stuck)
  }

  /**
   * `stays`: a card that says that its document is gone, or that the channel may not see it, is not worth moving. Both
   * messages are known to the server from before the new one is posted until the old one is gone (F9, C7).
   */
  async #move(stuck: Stuck): Promise<'moved' | 'stays' | 'gone'> {
    const { api, messages, channels, refresh } = this.#options
    const { documentId, channel } = stuck.placement
    if (!channels.reaches(channel)) return 'stays'
    const moving = await announceMove(api, stuck.placement)
    const { from, to } = moving
    const drawn = await this.#draw(from).catch((error: unknown) => this.#giveUp(to, error))
    if (drawn === null) {
      await this.#forget(to)
      return 'stays'
    }
    const messageId = await messages.post(channel, drawn.message).catch((error: unknown) => {
      // it may stand there all the same: then it is found
      if (verdictOf(error) === 'failed') throw error
      return this.#giveUp(to, error)
    })
    const posted = { messageId, ...drawn.shown }
    if (!(await this.#settle(moving, posted))) return 'stays'
    stuck.placement = { ...from, ...posted }
    const pinned = await this.#isPinned(from)
    await this.#remove({ ...to, messageId: from.messageId })
    if (pinned) await this.#pin(stuck)
    await refresh.follow(documentId, { urgent: true })
    return 'moved'
  }

  /** Null: it is deleted. */
  async #draw({ documentId, channel }: Placement): Promise<Drawn | null> {
    const { api, channels } = this.#options
    const card = await api.card(documentId, { channel })
    if (card.deleted) return null
    const query = { ...IMAGE_QUERY, channel }
    const image = await api.cardImage(documentId, query).catch(() => null)
    const shown =
      image === null
        ? { shownHash: '', shownSeq: -1 }
        : { shownHash: hashOf(card), shownSeq: card.seq }
    return { message: cardMessage(card, { image, live: true }, channels.speak(channel)), shown }
  }
  /** False: it was moved by somebody else meanwhile. Whenever the server does not know of the message, it goes. */
  async #settle(moving: Moving, posted: Posted): Promise<boolean> {
    const { api } = this.#options
    const { to } = moving
    const { messageId } = posted
    const withdraw = async () => {
      if (await leave(api, to, messageId)) await this.#remove({ ...to, messageId })
    }
    const settled = await settleMove(api, moving, posted).catch(async (error: unknown) => {
      await withdraw()
      throw error
    })
    if (!settled) await withdraw()
    return settled
  }

  async #isPinned({ channel, messageId }: Placement): Promise<boolean> {
    const { messages, log } = this.#options
    return messages.isPinned(channel, messageId).catch((err: unknown) => {
      log.info({ err, channel }, 'could not see whether the old card was pinned')
      return false
    })
  }

  /** After the old one is gone: a channel has few places for pins. */
  async #pin(stuck: Stuck): Promise<void> {
    const { messages, log } = this.#options
    const { channel, messageId } = stuck.placement
    stuck.pinnedAgain = messageId
    await messages.pin(channel, messageId).catch((err: unknown) => {
      stuck.pinnedAgain = null
      log.warn({ err, channel }, 'could not pin the card again')
    })
  }

  /** What cannot be removed now stays known, so that a sweep does. */
  async #remove(leaving: Placement): Promise<void> {
    const { channels, log } = this.#options
    const { channel, messageId } = leaving
    try {
      await channels.remove(channel, messageId)
    } catch (error) {
      log.info({ err: error, channel }, 'could not remove the old card')
      if (verdictOf(error) !== 'gone') return
    }
    await this.#forget(leaving)
  }

  /** Nothing was posted. */
  async #giveUp(to: Placement, error: unknown): Promise<never> {
    await this.#forget(to)
    throw error
  }

  async #forget({ id, messageId: shownIn }: Placement): Promise<void> {
    const { api, log } = this.#options
    await api
      .deletePlacement(id, { shownIn })
      .catch((err: unknown) => log.warn({ err }, 'could not forget a card; a sweep does'))
  }

  #failed(stuck: Stuck, error: unknown): 'later' | 'stays' | 'gone' {
    const { channel } = stuck.placement
    if (error instanceof StickyError && error.code === 'not_found') return 'gone'
    if (error instanceof StickyError && error.code === 'forbidden') return 'stays'
    const verdict = verdictOf(error)
    this.#options.log.warn({ err: error, channel, verdict }, 'a card could not be moved')
    if (verdict === 'gone') return 'gone'
    if (verdict !== 'failed') stuck.notBefore = Date.now() + STICKING.barred
    return verdict === 'failed' ? 'later' : 'stays'
  }
}

/** Something stands below the card. */
const isBelow = ({ newest, placement }: Stuck): boolean => newest > BigInt(placement.messageId)
