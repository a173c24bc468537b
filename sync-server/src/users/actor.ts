import type { Author, LinkSession } from '../store/types.ts'

/** Who acts in a document: a signed-in user, by id, or somebody who came by a link. */
export type Actor = string | LinkSession

/** In whose name an actor writes (R13): who is signed in in their own, a guest in that of the link session. */
export const authorOf = (actor: Actor): Author => {
  if (typeof actor === 'string') return `user:${actor}`
  return actor.userId === null ? `link:${actor.session}` : `user:${actor.userId}`
}
