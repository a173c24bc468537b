import type { Append, Appended } from '../../types.ts'
import type { Connection } from '../open.ts'
import { programBeside, Thread } from '../thread.ts'
import { pack } from './packed.ts'

/** Commits that take longer than this on the average go to another thread, ms; a good local disk takes 0.2. */
const SLOW_FLUSH = 1.5
/** What the latest commit counts for in the average. */
const WEIGHT = 1 / 8
/** How long a commit may take, ms; that the file is locked is noticed earlier. */
const LIMIT = 60_000
const LATE = 'The disk does not answer. Retry in a minute.'
const CLOSED = 'The server is stopping. Retry in a few seconds.'

/** `flush`: how long the commit took to reach the medium, ms. */
export type Committed = { appended: Appended[]; flush: number }

type Waiting = {
  batch: readonly Append[]
  resolve: (appended: Appended[]) => void
  reject: (error: unknown) => void
}

export type Appender = {
  append: (batch: readonly Append[]) => Promise<Appended[]>
  close: () => Promise<void>
}

/**
 * Commits in this thread where the medium is fast, in another where it is slow (decision 0010): a commit there costs a
 * tenth more, but the event loop does not stand still for as long as the disk takes.
 */
export const openAppender = (
  connection: Connection,
  appendNow: (batch: readonly Append[]) => Appended[],
  slowFlush = SLOW_FLUSH,
): Appender => {
  const options = {
    program: programBeside(import.meta.url, 'committing'),
    data: connection.db.name,
    limit: LIMIT,
    late: LATE,
  }
  let thread: Thread | null = null
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
  // a thread that has ended is started anew; whether its last commit has landed is not known
  const commit = async (batch: readonly Append[]): Promise<Committed> => {
    if (thread?.hasEnded !== false) thread = new Thread(options)
    const packed = pack(batch)
    return (await thread.ask(packed, [packed.updates.buffer])) as Committed
  }
  const send = async (): Promise<void> => {
    const taken = waiting
    waiting = []
    try {
      const { appended, flush } = await commit(taken.flatMap(({ batch }) => batch))
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
    close: () => connection.exclusive(async () => thread?.stop(CLOSED)),
  }
}
