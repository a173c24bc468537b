import type { Placement } from '@sticky/shared/api/cards'
import type { Api } from '../server.ts'
import { isStanding } from './pending.ts'

const PAGE = 100

/** The newest card of a document that stands in a channel; null: there is none. `api`: in nobody's name. */
export const cardIn = async (
  api: Api,
  documentId: string,
  channel: string,
): Promise<Placement | null> => {
  let newest: Placement | null = null
  for (let cursor: string | undefined; ;) {
    const { items, nextCursor } = await api.placements(documentId, { limit: PAGE, cursor })
    for (const one of items) if (one.channel === channel && isStanding(one)) newest = one
    if (nextCursor === null) return newest
    cursor = nextCursor
  }
}
