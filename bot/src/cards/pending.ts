import { setTimeout as sleep } from 'node:timers/promises'
import { SnowflakeUtil } from 'discord.js'
import type { ChangePlacement, Placement } from '@sticky/shared/api/cards'
import type { Log } from '../log.ts'
import type { Api } from '../server.ts'
import type { Channels } from './channels.ts'

/**
 * A message that is about to be posted has no id yet; that of the interaction stands for it, and is
 * older than the message. So a card whose bot went down before it could tell where it stands is
 * found again (C7).
 */
const PENDING = 'pending'
/** So long it may take to post a card; whoever asks before that leaves it to whoever posts. */
const POSTED_WITHIN = 60_000
/** What could not be looked for in a day never stood there. */
const LOOKED_FOR = 24 * 60 * 60_000

const PAUSES = [500, 2_000, 8_000]

export const isPending = ({ shownHash }: Placement): boolean => shownHash === PENDING

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

/** What is known of an announced card: it may still come, or it stands there, or it never did. */
export const look = async (
  channels: Channels,
  { channel, documentId, messageId }: Placement,
): Promise<'soon' | 'never' | { messageId: string }> => {
  const age = Date.now() - SnowflakeUtil.timestampFrom(messageId)
  if (age < POSTED_WITHIN) return 'soon'
  if (age > LOOKED_FOR) return 'never'
  const found = await channels.findCard(channel, documentId, messageId)
  return found === null ? 'never' : { messageId: found }
}
