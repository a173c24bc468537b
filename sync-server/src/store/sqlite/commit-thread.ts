import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { StickyError } from '@sticky/shared/errors'
import type { ErrorCode } from '@sticky/shared/errors'
import type { Append, Appended } from '../types.ts'
import { pack } from './packed.ts'

/** `flush`: how long the commit took to reach the medium, ms. */
export type Committed = { appended: Appended[]; flush: number }

/** What the thread answers. `code`: null when it is none of {@link ErrorCode}. */
export type ThreadAnswer =
  | ({ kind: 'committed' } & Committed)
  | { kind: 'failed'; code: ErrorCode | null; message: string }

type Waiting = { resolve: (committed: Committed) => void; reject: (error: unknown) => void }

/** The sources need the loader that this thread was started with; a bundle needs none. */
const FROM_SOURCE = import.meta.url.endsWith('.ts')
const FILE = new URL(FROM_SOURCE ? './commit-worker.ts' : './commit-worker.js', import.meta.url)

/**
 * Commits batches in a thread of its own, with a connection of its own: who waits for the medium there holds up
 * nobody here. One batch at a time. A thread that has ended is started again for the next batch.
 */
export class CommitThread {
  readonly #path: string
  #worker: Worker | null = null
  #waiting: Waiting | null = null

  constructor(path: string) {
    this.#path = path
  }

  /** As {@link Log.append}. Rejects when the thread ends meanwhile: whether it has committed is not known then. */
  commit(batch: readonly Append[]): Promise<Committed> {
    const worker = (this.#worker ??= this.#start())
    const packed = pack(batch)
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      worker.postMessage(packed, [packed.updates.buffer])
    })
  }

  /** Only when nothing is under way. */
  async close(): Promise<void> {
    const worker = this.#worker
    if (worker === null) return
    const ended = once(worker, 'exit')
    worker.postMessage(null)
    await ended
  }

  #start(): Worker {
    const worker = new Worker(FILE, {
      workerData: this.#path,
      execArgv: FROM_SOURCE ? ['--import', 'tsx'] : [],
    })
    worker.on('message', (answer: ThreadAnswer) => {
      const waiting = this.#taken()
      if (answer.kind === 'committed') waiting?.resolve(answer)
      else waiting?.reject(errorOf(answer.code, answer.message))
    })
    worker.on('error', (error) => this.#lose(worker, error))
    worker.on('exit', () => this.#lose(worker, undefined))
    worker.unref()
    return worker
  }

  #lose(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = null
    this.#taken()?.reject(new StickyError('unavailable', undefined, undefined, { cause }))
  }

  #taken(): Waiting | null {
    const waiting = this.#waiting
    this.#waiting = null
    return waiting
  }
}

const errorOf = (code: ErrorCode | null, message: string): Error =>
  code === null ? new Error(message) : new StickyError(code, message)
