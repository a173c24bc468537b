import { StickyError } from '@sticky/shared/errors'

/** What a person reads: the server's own words where there are any, with the reasons of each field. */
export const errorText = (error: unknown): string => {
  if (!(error instanceof Error)) return 'Something went wrong. Try again.'
  const reasons = error instanceof StickyError ? reasonsIn(error.details) : []
  return reasons.length === 0 ? error.message : `${reasons.join('; ')}.`
}

const reasonsIn = (details: unknown): string[] => {
  if (!Array.isArray(details)) return []
  return details
    .map((detail: unknown) => (detail as { message?: unknown } | null)?.message)
    .filter((message) => typeof message === 'string')
}
