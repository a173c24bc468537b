/** The longest that a timer waits, ms: about 25 days. */
const LONGEST = 2 ** 31 - 1

/** Calls `ring` at `at` (ms since 1970), however far away that is; answers with how to call it off. */
export const setAlarm = (at: number, ring: () => void): (() => void) => {
  const left = (): number => at - Date.now()
  let timer = setTimeout(wake, Math.min(left(), LONGEST))
  function wake(): void {
    if (left() <= 0) return ring()
    timer = setTimeout(wake, Math.min(left(), LONGEST))
  }
  return () => clearTimeout(timer)
}
