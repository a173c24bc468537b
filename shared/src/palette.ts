/** People's colours: each has a contrast of at least 4.5 with white and 3 with the dark and the light page. */
export const PALETTE = [
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

/** A colour that none of `taken` is, and `own` if it can be; `own` again when all are taken. */
export const freeColor = (own: string, taken: ReadonlySet<string>): string =>
  taken.has(own) ? (PALETTE.find((color) => !taken.has(color)) ?? own) : own
