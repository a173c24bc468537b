/** Runs once things have been quiet for `ms` milliseconds after the last `ask`. */
export const later = (run: () => void, ms: number): { ask(): void; stop(): void } => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = (): void => clearTimeout(timer)
  return {
    stop,
    ask: () => {
      stop()
      timer = setTimeout(run, ms)
    },
  }
}
