import { createHash } from 'node:crypto'

/** Each has a contrast of at least 4.5 with white and 3 with the dark and the light page. */
const PALETTE = [
  '#c2410c',
  '#b45309',
  '#4d7c0f',
  '#15803d',
  '#0f766e',
  '#0e7490',
  '#1d6fd1',
  '#4f5bd5',
  '#7c3aed',
  '#a21caf',
  '#be185d',
  '#be123c',
] as const

/** A person's colour, the same everywhere and for ever. */
export const colorOf = (userId: string): string => {
  const byte = createHash('sha256').update(userId).digest()[0] ?? 0
  return PALETTE[byte % PALETTE.length] ?? PALETTE[0]
}
