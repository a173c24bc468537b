import { Refusal } from '../refusal.ts'

/** Discord waits 3 s for a first answer; this leaves time for the way there, ms. */
const ANSWER_WITHIN = 2_300

/**
 * The work for what has to be the first answer: a dialog, a launch and suggestions cannot come after
 * "is thinking…". What is slower would miss Discord's 3 s, and throws a {@link Refusal}: better told
 * than lost.
 */
export const inTime = async <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal(({ errors }) => errors.slow)), ANSWER_WITHIN)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
