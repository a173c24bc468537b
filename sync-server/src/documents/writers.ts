import type { Author, Store } from '../store/types.ts'
import { guestOf } from '../users/guests.ts'

/** Somebody who wrote, as others see them. `id` is a user's; null for guests. */
export type Writer = { id: string | null; name: string; color: string }

const NOBODY: Writer = { id: null, name: 'Somebody', color: '#64748b' }

const idOf = (author: Author): string => author.slice(author.indexOf(':') + 1)

/** Who these authors are, in their order. */
export const writersOf = async (
  { users }: Pick<Store, 'users'>,
  authors: readonly Author[],
): Promise<Writer[]> => {
  const names = await users.names(authors.filter((author) => author.startsWith('user:')).map(idOf))
  return authors.map((author) => {
    const id = idOf(author)
    if (author.startsWith('link:')) return { ...guestOf(id), id: null }
    const user = names.get(id)
    return user === undefined ? NOBODY : { id: user.id, name: user.displayName, color: user.color }
  })
}

/** Each of them once: who was joined to somebody has written as both. */
export const oncePerPerson = (writers: readonly Writer[]): Writer[] =>
  writers.filter(({ id }, i) => id === null || writers.findIndex((one) => one.id === id) === i)
