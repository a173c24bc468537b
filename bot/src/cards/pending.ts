import { setTimeout as sleep } from 'node:timers/promises'
import { SnowflakeUtil } from 'discord.js'
import type { ChangePlacement, Moving, Placement } from '@sticky/shared/api/cards'
import type { Log } from '../log.ts'
import type { Api } from '../server.ts'
import type { Channels } from './channels.ts'

/**
 * A message that is about to be posted has no id yet; that of the interaction stands for it, and is
 * older than the message. So a card whose bot went down before it could tell where it stands is
 * found again (C7).
 */
const PENDING = 'pending'
/** A card that sticks is about to be shown by another message, which has no id yet either (F8). */
const MOVING = 'moving'
/** A message that has to go, since another one shows its document by now. It may still say that it is live (F9). */
const LEAVING = 'leaving'
/** The clocks of the bot and of Discord differ by less. */
const CLOCKS_DIFFER = 10_000
/** So long it may take to post a card; whoever asks before that leaves it to whoever posts. */
const POSTED_WITHIN = 60_000
/** What could not be looked for in a day never stood there. */
const LOOKED_FOR = 24 * 60 * 60_000

const PAUSES = [500, 2_000, 8_000]

export const isPending = ({ shownHash }: Placement): boolean => shownHash === PENDING
export const isMoving = ({ shownHash }: Placement): boolean => shownHash === MOVING
export const isLeaving = ({ shownHash }: Placement): boolean => shownHash === LEAVING

/** Whether it stands in its channel and is to stand there: all others are on their way. */
export const isStanding = (placement: Placement): boolean =>
  !isPending(placement) && !isMoving(placement) && !isLeaving(placement)

/** Tells the server, in the name of whoever posts it, that a card will stand in a channel. */
export const announce = (
  api: Api,
  documentId: string,
  { channel, interactionId }: { channel: string; interactionId: string },
): Promise<Placement> =>
  api.createPlacement(documentId, {
    channel,
    messageId: interactionId,
    shownHash: PENDING,
    shownSeq: -1,
  })

/** Tells the server, in nobody's name, that another message of its channel is about to show a card (F8, C7). */
export const announceMove = (api: Api, { id, messageId: now }: Placement): Promise<Moving> => {
  const clock = SnowflakeUtil.generate({ timestamp: Date.now() - CLOCKS_DIFFER })
  const messageId = String(clock > BigInt(now) ? clock : BigInt(now) + 1n)
  return api.movePlacement(id, { messageId, shownHash: MOVING })
}

/**
 * Tells the server which message shows the card now; the one before is to go, and known until it is gone. False when
 * it was moved or forgotten by somebody else meanwhile: then this message must not stay.
 */
export const settleMove = async (
  api: Api,
  { from, to }: Moving,
  posted: Pick<ChangePlacement, 'shownHash' | 'shownSeq'> & { messageId: string },
): Promise<boolean> => {
  const shown = await api.changePlacement(from.id, {
    ...posted,
    was: from.shownSeq,
    shownIn: from.messageId,
    former: { id: to.id, shownIn: to.messageId, shownHash: LEAVING },
  })
  return shown.messageId === posted.messageId
}

/**
 * The message of a move has to go, whichever it is by now: false when the server knows another one of this placement, so
 * that there is nothing to remove.
 */
export const leave = async (
  api: Api,
  { id, messageId: shownIn }: Placement,
  messageId: string,
): Promise<boolean> => {
  const to = { messageId, shownHash: LEAVING, shownSeq: -1, shownIn }
  return (await api.changePlacement(id, to)).messageId === messageId
}

/**
 * Tells the server where the card stands now. False when it could not be told, also after three
 * more tries: then the card must not claim to be live.
 */
export const settle = async (
  api: Api,
  { id, documentId }: Placement,
  posted: ChangePlacement,
  log: Log,
): Promise<boolean> => {
  for (const pause of [...PAUSES, null]) {
    try {
      await api.changePlacement(id, posted)
      return true
    } catch (error) {
      log.warn({ err: error, documentId, again: pause !== null }, 'could not keep a placement')
      if (pause !== null) await sleep(pause)
    }
  }
  return false
}

/**
 * What is known of an announced card: it may still come, or it stands there, or it never did. `all`: the placements of its
 * document; what they know is not what is looked for.
 */
export const look = async (
  channels: Channels,
  { channel, documentId, messageId }: Placement,
  all: Placement[],
): Promise<'soon' | 'never' | { messageId: string }> => {
  if (ageOf(messageId) < POSTED_WITHIN) return 'soon'
  if (ageOf(messageId) > LOOKED_FOR) return 'never'
  const known = new Set(all.map((one) => one.messageId))
  const found = await channels.findCard(channel, documentId, { after: messageId, known })
  if (found === null) return 'never'
  return ageOf(found) < POSTED_WITHIN ? 'soon' : { messageId: found }
}

/** ms */
const ageOf = (messageId: string): number => Date.now() - SnowflakeUtil.timestampFrom(messageId)
