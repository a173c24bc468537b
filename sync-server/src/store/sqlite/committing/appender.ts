import { setTimeout as pause } from 'node:timers/promises'
import { StickyError } from '@sticky/shared/errors'
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
/** How long after a start that may have failed the next is tried, ms. */
const START_EVERY = 10_000
/** How long closing waits for a commit that is under way, ms. */
const CLOSE_LIMIT = 5_000
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
  /** What is under way is waited for, for a moment; what waits is refused. */
  close: () => Promise<void>
  /** Resolves when the thread can be asked. Throws `unavailable` when it cannot be started. */
  started: () => Promise<void>
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
  let mayStartAt = 0
  let average = 0
  let isSlow = slowFlush === 0
  let waiting: Waiting[] = []
  let isUnderWay = false
  let isClosed = false

  const learn = (flush: number): void => {
    average += (flush - average) * WEIGHT
    isSlow = average >= (isSlow ? slowFlush / 2 : slowFlush)
  }
  const here = async (batch: readonly Append[]): Promise<Appended[]> => {
    const appended = await connection.write(() => appendNow(batch))
    learn(connection.flush)
    return appended
  }
  /** The thread, once it can be asked; until then, and while it cannot be started, nobody waits for it. */
  const ready = (): Thread | null => {
    if (thread?.hasEnded === false) return thread.isReady ? thread : null
    if (Date.now() < mayStartAt) return null
    mayStartAt = Date.now() + START_EVERY
    thread = new Thread(options)
    return null
  }
  const send = async (to: Thread): Promise<void> => {
    const taken = waiting
    waiting = []
    try {
      const packed = pack(taken.flatMap(({ batch }) => batch))
      const { appended, flush } = (await to.ask(packed, [packed.updates.buffer])) as Committed
      learn(flush)
      let at = 0
      for (const { batch, resolve } of taken) resolve(appended.slice(at, (at += batch.length)))
    } catch (error) {
      // where the thread has ended, it is not known whether its last commit has landed
      for (const { reject } of taken) reject(error)
    }
  }
  // whatever comes while the thread is at work goes into its next commit
  const sendAll = async (to: Thread): Promise<void> => {
    isUnderWay = true
    while (waiting.length > 0) await connection.exclusive(() => send(to))
    isUnderWay = false
  }
  const there = (to: Thread, batch: readonly Append[]): Promise<Appended[]> =>
    new Promise((resolve, reject) => {
      waiting.push({ batch, resolve, reject })
      if (!isUnderWay) void sendAll(to)
    })
  return {
    append: async (batch) => {
      if (isClosed) throw new StickyError('unavailable', CLOSED)
      const to = isSlow ? ready() : null
      return to === null ? here(batch) : there(to, batch)
    },
    close: async () => {
      isClosed = true
      for (const { reject } of waiting.splice(0)) reject(new StickyError('unavailable', CLOSED))
      const end = connection.exclusive(async () => thread?.stop(CLOSED))
      await Promise.race([end, pause(CLOSE_LIMIT, undefined, { ref: false })])
    },
    started: async () => {
      ready()
      await thread?.ready
    },
  }
}
