/** Time and chance as the sync client sees them, so that a test can turn the hands itself. */
export type Clock = {
  /** ms since 1970 */
  now(): number
  /** Runs once after `ms`, unless the returned function is called before. */
  after(ms: number, run: () => void): () => void
  /** 0 <= x < 1 */
  random(): number
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}
