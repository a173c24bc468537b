const FIRST = 500
const CAP = 10_000

/**
 * Exponential back-off with full jitter: after a server restart the clients of a document must not all come
 * back in the same instant. `attempt` counts from 0, `random` is in [0, 1).
 */
export const backoff = (attempt: number, random: number): number =>
  Math.round(Math.min(CAP, FIRST * 2 ** attempt) * random)
