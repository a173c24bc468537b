import { mayWrite } from '@sticky/shared/access'
import type { Connection } from './connection.ts'
import type { Change, Refused } from './inspect.ts'
import type { Knowledge } from './knowledge.ts'

/** By how many UTF-16 units the text becomes longer, before what the update deletes elsewhere. */
const growthOf = ({ ranges, born }: Change): number => {
  let growth = 0
  for (const { from, to } of ranges) growth += to - from
  for (const { from, to } of born) growth -= to - from
  return growth
}

const refused = (reason: Refused['reason'], text: string): Refused => ({
  kind: 'refused',
  reason,
  text,
})

/**
 * Why this session may not make this change, or null: its role (R30), whose the client ids are (R13), which
 * connection writes with them (`claim`), and how much text there may be (R50; never against a delete, R19).
 */
export const objectionTo = (
  change: Change,
  from: Connection,
  knowledge: Knowledge,
  claim: (client: number) => boolean,
  textLength: number,
): Refused | null => {
  if (!mayWrite(from.role))
    return refused('read-only', 'You may read this document, not write in it.')
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
  return null
}
