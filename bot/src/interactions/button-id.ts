import { Id } from '@sticky/shared/ids'

const ACTIONS = ['edit'] as const
export type ButtonAction = (typeof ACTIONS)[number]

/** What a card's button carries. It names a document and grants nothing (T20, T22). */
export const buttonId = (action: ButtonAction, documentId: string): string =>
  `doc:${action}:${documentId}`

/**
 * Reads exactly what {@link buttonId} writes; null for everything else, since anybody can send
 * anything.
 */
export const readButtonId = (
  customId: string,
): { action: ButtonAction; documentId: string } | null => {
  const [prefix, action, documentId, ...more] = customId.split(':')
  const known = ACTIONS.find((name) => name === action)
  const id = Id.safeParse(documentId)
  if (prefix !== 'doc' || known === undefined || !id.success || more.length > 0) return null
  return { action: known, documentId: id.data }
}
