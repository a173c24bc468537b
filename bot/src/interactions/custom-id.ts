import { Id } from '@sticky/shared/ids'

/** Stands where the document would, in what is about no document. */
const NONE = '-'
const ACTION = /^[a-z][a-z-]{0,19}$/
const ARGUMENT = /^[\w.~-]{1,80}$/
/** Discord's limit. */
const MAX_LENGTH = 100

/** What a component or modal is about. `argument` is empty where there is none. */
export type Target = { documentId: string | null; argument: string }
type Named = Target & { action: string }

/**
 * What a component or modal carries: `doc:<action>:<document or ->[:<argument>]`, never more than
 * Discord's 100 characters. It names things and grants nothing: whoever presses is asked about
 * (T20, T22). Throws where it could not be read again.
 */
export const customId = (action: string, documentId: string | null, argument = ''): string => {
  const written = ['doc', action, documentId ?? NONE, ...(argument === '' ? [] : [argument])]
  const id = written.join(':')
  if (readCustomId(id) === null) throw new Error(`${id} is not a custom id`)
  return id
}

/**
 * Reads exactly what {@link customId} writes; null for everything else, since anybody can send
 * anything.
 */
export const readCustomId = (id: string): Named | null => {
  const [prefix, action = '', about = '', argument, ...more] = id.split(':')
  const isOne =
    id.length <= MAX_LENGTH &&
    prefix === 'doc' &&
    ACTION.test(action) &&
    (about === NONE || Id.safeParse(about).success) &&
    (argument === undefined || ARGUMENT.test(argument)) &&
    more.length === 0
  if (!isOne) return null
  return { action, documentId: about === NONE ? null : about, argument: argument ?? '' }
}
