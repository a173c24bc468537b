import { dirname, extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parentPort, Worker } from 'node:worker_threads'
import { StickyError } from '@sticky/shared/errors'
import type { ErrorCode } from '@sticky/shared/errors'

/** What the program of a thread says: first that it is ready, then a reply to each message. */
type Reply =
  | { ready: true }
  | { answer: unknown }
  | { refused: ErrorCode; message: string; cause: Said | null }
  | { error: Said }

/** Of an error what another thread can be told; `code` is the system's or the database's. */
type Said = { message: string; code?: string; stack?: string }

/**
 * `data`: what the program is started with. `limit`: how long one answer may take, ms. `late`: what to do then. `memory`,
 * MB: beyond it the thread ends, and not the whole process.
 */
export type ThreadOptions = {
  program: string
  data: unknown
  limit: number
  late: string
  memory?: number
}

/** A thread's program next to the file that starts it (`url`): bundled, or its source. */
export const programBeside = (url: string, name: string): string => {
  const file = fileURLToPath(url)
  return join(dirname(file), `${name}${extname(file)}`)
}

/** How long the program may take to get ready, ms. */
const START_LIMIT = 30_000
const MEMORY = 256
const ENDED = 'The server had to break this off. Retry in a few seconds.'

type Asked = {
  question: unknown
  transfer: readonly ArrayBuffer[]
  resolve: (answer: unknown) => void
  reject: (error: unknown) => void
}

/**
 * A program in a thread of its own that answers one question at a time. When it crashes, or is late with an answer, it
 * has ended for good. Lets the process exit while nothing is asked.
 */
export class Thread {
  readonly #worker: Worker
  readonly #options: ThreadOptions
  #asked: Asked | null = null
  #isReady = false
  /** Resolves when it can be asked; rejects with `unavailable` when it has ended before. */
  readonly ready: Promise<void>
  /** Resolves when it takes neither memory nor the processor any more: what is native in it goes on to its end. */
  readonly gone: Promise<void>
  #beReady: () => void = () => {}
  #failToStart: (error: unknown) => void = () => {}
  #timer: NodeJS.Timeout | undefined
  #ended = false

  constructor(options: ThreadOptions) {
    this.#options = options
    this.#worker = start(options)
    this.#worker.on('message', (reply: Reply) => this.#hear(reply))
    this.#worker.once('error', (error) => this.#end(ENDED, error))
    this.#worker.once('exit', () => this.#end(ENDED))
    this.gone = new Promise((resolve) => this.#worker.once('exit', () => resolve()))
    this.ready = new Promise((resolve, reject) => {
      this.#beReady = resolve
      this.#failToStart = reject
    })
    // whoever asks hears of it, too
    this.ready.catch(() => {})
    this.#worker.unref()
  }

  get isReady(): boolean {
    return this.#isReady
  }

  get hasEnded(): boolean {
    return this.#ended
  }

  /**
   * Not before the answer to the question before. What is in `transfer` is the thread's then. Throws what the program
   * throws, or `unavailable` when it ends.
   */
  ask(question: unknown, transfer: readonly ArrayBuffer[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(new StickyError('unavailable', ENDED))
      this.#asked = { question, transfer, resolve, reject }
      this.#worker.ref()
      if (this.#isReady) this.#send(this.#asked)
      else this.#wait(START_LIMIT)
    })
  }

  /** Resolves when it has ended, whatever it was doing; who waits for an answer is told `why`. */
  async stop(why: string): Promise<void> {
    this.#end(why)
    await this.#worker.terminate()
  }

  #send({ question, transfer }: Asked): void {
    this.#wait(this.#options.limit)
    this.#worker.postMessage(question, transfer)
  }

  #wait(limit: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.stop(this.#options.late), limit)
  }

  #hear(reply: Reply): void {
    if ('ready' in reply) {
      this.#isReady = true
      this.#beReady()
      if (this.#asked !== null) this.#send(this.#asked)
    } else if ('refused' in reply) {
      const cause = reply.cause === null ? undefined : errorOf(reply.cause)
      const error = new StickyError(reply.refused, reply.message, undefined, { cause })
      this.#settle(({ reject }) => reject(error))
    } else if ('error' in reply) this.#settle(({ reject }) => reject(errorOf(reply.error)))
    else this.#settle(({ resolve }) => resolve(reply.answer))
  }

  #end(why: string, cause?: unknown): void {
    this.#ended = true
    const error = new StickyError('unavailable', why, undefined, { cause })
    this.#failToStart(error)
    this.#settle(({ reject }) => reject(error))
  }

  #settle(answer: (asked: Asked) => void): void {
    clearTimeout(this.#timer)
    const asked = this.#asked
    this.#asked = null
    this.#worker.unref()
    if (asked !== null) answer(asked)
  }
}

const start = ({ program, data, memory = MEMORY }: ThreadOptions): Worker => {
  const isSource = program.endsWith('.ts')
  return new Worker(isSource ? loaderOf(program) : program, {
    eval: isSource,
    workerData: data,
    // none of the process's own
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memory },
  })
}

/** `--import tsx` is for processes: it does nothing in a thread. */
const loaderOf = (program: string): string =>
  `import('tsx/esm/api').then(({ register }) => {
    register()
    return import(${JSON.stringify(pathToFileURL(program).href)})
  })`

/** Errors of packages arrive as anything but what they were. */
const whatIsSaidOf = (error: unknown): Said => {
  if (!(error instanceof Error)) return { message: String(error) }
  const { message, stack = message } = error
  return { message, stack, ...('code' in error ? { code: String(error.code) } : {}) }
}

const errorOf = ({ message, ...more }: Said): Error => Object.assign(new Error(message), more)

/** The other side, in the thread: says that it is ready, then answers one question after the other. */
export const answerQuestions = (answer: (question: never) => unknown): void => {
  const say = (reply: Reply): void => parentPort?.postMessage(reply, [])
  const answered = async (question: unknown): Promise<Reply> => {
    try {
      return { answer: await answer(question as never) }
    } catch (error) {
      if (!(error instanceof StickyError)) return { error: whatIsSaidOf(error) }
      const cause = error.cause === undefined ? null : whatIsSaidOf(error.cause)
      return { refused: error.code, message: error.message, cause }
    }
  }
  parentPort?.on('message', (question: unknown) => void answered(question).then(say))
  say({ ready: true })
}
