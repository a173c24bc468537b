import { mayWrite } from '@sticky/shared/access'
import type { Connection } from './connection.ts'
import type { Change, Known, Refused } from './inspect.ts'
import type { Author } from '../store/types.ts'
import { isGuest } from './knowledge.ts'
import type { Knowledge } from './knowledge.ts'

/** By how many UTF-16 units the text becomes longer, before what the update deletes elsewhere. */
const growthOf = ({ ranges, born }: Change): number => {
  let growth = 0
  for (const { from, to } of ranges) growth += to - from
  for (const { from, to } of born) growth -= to - from
  return growth
}

/** More new delete ranges than this in one message are refused: each costs every client (R15). */
const MAX_NEW_DELETES = 20_000
/** More client ids that nobody has seen before are refused: each is kept for as long as the document (R50). */
const MAX_NEW_CLIENTS = 1_000

/**
 * What a document may collect in its life, for as long as it exists (R50): client ids, and separate deleted pieces.
 * Beyond that nothing new is written in it; deleting goes on. A step 1 stays below half a megabyte, what a room knows below a few.
 */
const MAX_CLIENTS = 50_000
/** Of these one author may use up so many, and all who came by links without an account so many. */
const MAX_CLIENTS_OF_ONE = 5_000
const MAX_CLIENTS_OF_GUESTS = 20_000
const MAX_DELETED_RANGES = 500_000

/** Whether everybody who has the document would have to keep too much for good, out of one message (R15, R50). */
export const excessOf = ({ ranges, deletes, born }: Change, known: Known): Refused | null => {
  if (deletes.length + born.length > MAX_NEW_DELETES)
    return refused('too large', 'It deletes too many separate pieces at once.')
  if (ranges.length <= MAX_NEW_CLIENTS) return null
  const fresh = ranges.filter(({ client }) => known.clock(client) === 0)
  return fresh.length > MAX_NEW_CLIENTS
    ? refused('too large', 'It brings too many client ids at once.')
    : null
}

const refused = (reason: Refused['reason'], text: string): Refused => ({
  kind: 'refused',
  reason,
  text,
})

/** R30. */
export const READ_ONLY = refused('read-only', 'You may read this document, not write in it.')

/**
 * Why this session may not make this change, or null: its role (R30), how much it is at once (R15, R50), whose the client ids are (R13), which
 * connection writes with them (`claim`), and how much text there may be (R50; never against a delete, R19).
 */
export const objectionTo = (
  change: Change,
  from: Connection,
  knowledge: Knowledge,
  claim: (client: number) => boolean,
  textLength: number,
): Refused | null => {
  if (!mayWrite(from.role)) return READ_ONLY
  const excess = excessOf(change, knowledge)
  if (excess !== null) return excess
  for (const { client } of change.ranges) {
    const author = knowledge.author(client)
    if (author !== undefined && author !== from.session.author) {
      return refused('not yours', 'It is written in the name of somebody else.')
    }
    if (!claim(client)) {
      return refused('not yours', 'Another window of yours writes with the same client id.')
    }
  }
  const growth = growthOf(change)
  if (growth > 0 && knowledge.length + growth > textLength) {
    return refused('full', 'The document is full. Delete something, or start another one.')
  }
  return isWornOut(change, from.session.author, knowledge)
    ? refused('full', 'Too much was written and deleted in this document. Start another one.')
    : null
}

const isWornOut = ({ ranges, born }: Change, author: Author, knowledge: Knowledge): boolean => {
  if (ranges.length === 0) return false
  if (knowledge.deletedRanges + born.length > MAX_DELETED_RANGES) return true
  const fresh = ranges.filter(({ client }) => knowledge.clock(client) === 0).length
  if (fresh === 0) return false
  return (
    knowledge.clients + fresh > MAX_CLIENTS ||
    knowledge.clientsOf(author) + fresh > MAX_CLIENTS_OF_ONE ||
    (isGuest(author) && knowledge.clientsOfGuests + fresh > MAX_CLIENTS_OF_GUESTS)
  )
}
