import { createHash } from 'node:crypto'
import { PALETTE } from '@sticky/shared/palette'

/** A person's colour, the same everywhere, unless somebody else in a document has it. */
export const colorOf = (userId: string): string => {
  const byte = createHash('sha256').update(userId).digest()[0] ?? 0
  return PALETTE[byte % PALETTE.length] ?? PALETTE[0]
}
