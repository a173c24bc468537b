import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { StickyError } from '@sticky/shared/errors'

/** What the program of a thread says: first that it is ready, then a reply to each message. */
export type Reply = { ready: true } | { answer: unknown } | { error: unknown }

/** `data`: what the program is started with. `limit`: how long one answer may take, ms. `late`: what to do then. */
export type ThreadOptions = { program: string; data: unknown; limit: number; late: string }

/** How long the program may take to get ready, ms. */
const START_LIMIT = 30_000
/** Of memory, MB: beyond it the thread ends, and not the whole process. */
const MEMORY = 256
const ENDED = 'The server had to break this off. Retry in a few seconds.'

type Asked = { resolve: (answer: unknown) => void; reject: (error: unknown) => void }

/**
 * A program in a thread of its own that answers one question at a time. When it crashes, or is late with an answer, it
 * has ended for good. Lets the process exit while nothing is asked.
 */
export class Thread {
  readonly #worker: Worker
  readonly #options: ThreadOptions
  #asked: Asked | null = null
  #question: unknown
  #isReady = false
  #timer: NodeJS.Timeout | undefined
  #ended = false

  constructor(options: ThreadOptions) {
    this.#options = options
    this.#worker = start(options)
    this.#worker.on('message', (reply: Reply) => this.#hear(reply))
    this.#worker.once('error', (error) => this.#end(ENDED, error))
    this.#worker.once('exit', () => this.#end(ENDED))
    this.#worker.unref()
  }

  get hasEnded(): boolean {
    return this.#ended
  }

  /** Not before the answer to the question before. Throws what the program throws, or `unavailable` when it ends. */
  ask(question: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject }
      this.#question = question
      this.#worker.ref()
      if (this.#isReady) this.#send()
      else this.#wait(START_LIMIT)
    })
  }

  /** Resolves when it has ended, whatever it was doing; who waits for an answer is told `why`. */
  async stop(why: string): Promise<void> {
    this.#end(why)
    await this.#worker.terminate()
  }

  #send(): void {
    this.#wait(this.#options.limit)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it goes to a thread, not to a window
    this.#worker.postMessage(this.#question)
  }

  #wait(limit: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.stop(this.#options.late), limit)
  }

  #hear(reply: Reply): void {
    if ('ready' in reply) {
      this.#isReady = true
      if (this.#asked !== null) this.#send()
    } else if ('error' in reply) this.#settle(({ reject }) => reject(reply.error))
    else this.#settle(({ resolve }) => resolve(reply.answer))
  }

  #end(why: string, cause?: unknown): void {
    this.#ended = true
    this.#settle(({ reject }) => reject(new StickyError('unavailable', why, undefined, { cause })))
  }

  #settle(answer: (asked: Asked) => void): void {
    clearTimeout(this.#timer)
    const asked = this.#asked
    this.#asked = null
    this.#worker.unref()
    if (asked !== null) answer(asked)
  }
}

const start = ({ program, data }: ThreadOptions): Worker => {
  const isSource = program.endsWith('.ts')
  return new Worker(isSource ? loaderOf(program) : program, {
    eval: isSource,
    workerData: data,
    // none of the process's own
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
  })
}

/** `--import tsx` is for processes: it does nothing in a thread. */
const loaderOf = (program: string): string =>
  `import('tsx/esm/api').then(({ register }) => {
    register()
    return import(${JSON.stringify(pathToFileURL(program).href)})
  })`
