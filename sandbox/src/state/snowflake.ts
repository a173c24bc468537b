const EPOCH = 1_420_070_400_000n

/** The snowflake of a moment (ms since 1970) and a number below 4,194,304 that tells it from others. */
export function snowflakeAt(ms: number, low: number): string {
  return (((BigInt(ms) - EPOCH) << 22n) | BigInt(low)).toString()
}

/** Returns a source of snowflakes that only grow, also past `last`, also when the clock stands still. */
export function snowflakeSource(last = '0'): () => string {
  let newest = BigInt(last)
  return () => {
    const now = BigInt(snowflakeAt(Date.now(), 0))
    newest = now > newest ? now : newest + 1n
    return newest.toString()
  }
}
