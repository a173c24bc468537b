import { setTimeout as sleep } from 'node:timers/promises'
import type { CreatePlacement } from '@sticky/shared/api/cards'
import type { Log } from '../log.ts'
import type { Api } from '../server.ts'

const PAUSES = [500, 2_000, 8_000]

/**
 * Makes the server remember that a message shows a document. False when it could not be told, also
 * after three more tries: then the card must not claim to be live.
 */
export const place = async (
  api: Api,
  documentId: string,
  placement: CreatePlacement,
  log: Log,
): Promise<boolean> => {
  for (const pause of [...PAUSES, null]) {
    try {
      await api.createPlacement(documentId, placement)
      return true
    } catch (error) {
      log.warn({ err: error, documentId, again: pause !== null }, 'could not keep a placement')
      if (pause !== null) await sleep(pause)
    }
  }
  return false
}
