export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms))

/** Waits until `check` is true; fails with what it was about after `limit` ms. */
export const until = async (
  what: string,
  check: () => boolean | Promise<boolean>,
  limit = 10_000,
): Promise<void> => {
  const end = Date.now() + limit
  // most of what is waited for takes a few ms, and hundreds of tests wait
  for (let wait = 1; !(await check()); wait = Math.min(10, wait + 1)) {
    if (Date.now() > end) throw new Error(`waited ${limit} ms in vain until ${what}`)
    await pause(wait)
  }
}
