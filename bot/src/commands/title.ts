import { Title } from '@sticky/shared/api/documents'
import { Refusal } from '../refusal.ts'

/** A title as typed, on one line and without characters that could disguise it (T11). Throws a {@link Refusal}. */
export const readTitle = (typed: string): string => {
  const title = Title.safeParse(
    typed
      .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .replace(/[\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, ''),
  )
  if (title.success) return title.data
  throw new Refusal(({ create }) => create.badTitle)
}
