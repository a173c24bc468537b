import type { Saved } from '@sticky/shared/api/documents'
import type { Response } from 'express'
import type { Content } from './content.ts'

/** The answer to who has written a text: where it stands in the log, and its ETag. */
export const saved = (response: Response, { etag, seq }: Content): Saved => {
  response.set('etag', etag)
  return { seq }
}
