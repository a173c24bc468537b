import type { Append, Appended, Log } from '../types.ts'
import { CommitThread } from './commit-thread.ts'
import type { Connection } from './open.ts'

/** Commits that take longer than this on the average go to another thread, ms; a good local disk takes 0.2. */
const SLOW_FLUSH = 1.5
/** What the latest commit counts for in the average. */
const WEIGHT = 1 / 8

type Waiting = {
  batch: readonly Append[]
  resolve: (appended: Appended[]) => void
  reject: (error: unknown) => void
}

export type Appender = { append: Log['append']; close(): Promise<void> }

/**
 * Commits in this thread where the medium is fast, in another where it is slow (decision 0010): a commit there costs a
 * tenth more, but the event loop does not stand still for as long as the disk takes.
 */
export const openAppender = (
  connection: Connection,
  appendNow: (batch: readonly Append[]) => Appended[],
  slowFlush = SLOW_FLUSH,
): Appender => {
  const thread = new CommitThread(connection.db.name)
  let average = 0
  let isSlow = slowFlush === 0
  let waiting: Waiting[] = []
  let isUnderWay = false

  const learn = (flush: number): void => {
    average += (flush - average) * WEIGHT
    isSlow = average >= (isSlow ? slowFlush / 2 : slowFlush)
  }
  const here = async (batch: readonly Append[]): Promise<Appended[]> => {
    const appended = await connection.write(() => appendNow(batch))
    learn(connection.flush)
    return appended
  }
  const send = async (): Promise<void> => {
    const taken = waiting
    waiting = []
    try {
      const { appended, flush } = await thread.commit(taken.flatMap(({ batch }) => batch))
      learn(flush)
      let at = 0
      for (const { batch, resolve } of taken) resolve(appended.slice(at, (at += batch.length)))
    } catch (error) {
      for (const { reject } of taken) reject(error)
    }
  }
  // whatever comes while the thread is at work goes into its next commit
  const sendAll = async (): Promise<void> => {
    isUnderWay = true
    while (waiting.length > 0) await connection.exclusive(send)
    isUnderWay = false
  }
  const there = (batch: readonly Append[]): Promise<Appended[]> =>
    new Promise((resolve, reject) => {
      waiting.push({ batch, resolve, reject })
      if (!isUnderWay) void sendAll()
    })
  return {
    append: (batch) => (isSlow ? there(batch) : here(batch)),
    close: () => connection.exclusive(() => thread.close()),
  }
}
