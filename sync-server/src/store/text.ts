import { createHash } from 'node:crypto'

/** The name of the one shared type of a document: `doc.getText('content')`. */
export const ROOT = 'content'

/** A text's strong ETag: its hash, in quotes as HTTP wants it. Names the text that an edit is based on. */
export const etagOf = (text: string): string =>
  `"${createHash('sha256').update(text).digest('base64url')}"`
