/** Does `count` things, at most `atOnce` at the same time; the answers in their order. Stops at the first that fails. */
export const inParallel = async <T>(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<T>,
): Promise<T[]> => {
  const answers: T[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next
      next += 1
      answers[index] = await work(index)
    }
  }
  try {
    await Promise.all(Array.from({ length: atOnce }, worker))
  } finally {
    next = count
  }
  return answers
}
