import type { Change } from '../../../src/wire/change.ts'
import type { FromPage, Question, ToPage } from '../../../src/wire/control.ts'

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 3000

const OFFLINE = 'The sandbox is away. Try again when it is back.'

/** A no of the sandbox; `code` is of the Embedded App SDK, when there is one. */
export class Refusal extends Error {
  readonly code: number | undefined

  constructor(message: string, code?: number) {
    super(message)
    this.code = code
  }
}

interface ConnectionOptions {
  person: string
  onMessage: (message: ToPage) => void
  onOnline: (online: boolean) => void
}

/**
 * The control socket. When it drops it comes back by itself with growing waits; the sandbox then
 * sends the whole state again, so nothing is missed. What is said while offline is dropped.
 */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #asked = new Map<string, PromiseWithResolvers<unknown>>()
  #socket: WebSocket | null = null
  #wait = FIRST_WAIT_MS

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#open()
  }

  /** False when nobody hears it. */
  send(message: FromPage): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(JSON.stringify(message))
    return true
  }

  /** Rejects with a `Refusal` when the sandbox refuses or goes away. */
  ask(question: Question): Promise<unknown> {
    return this.#answered((id) => ({ type: 'ask', id, question }))
  }

  /** Changes the world; rejects with a `Refusal` as `ask` does. */
  change(change: Change): Promise<unknown> {
    return this.#answered((id) => ({ type: 'change', id, change }))
  }

  #answered(message: (id: string) => FromPage): Promise<unknown> {
    const id = crypto.randomUUID()
    const answer = withResolvers()
    this.#asked.set(id, answer)
    if (!this.send(message(id))) this.#settle(id, new Refusal(OFFLINE))
    return answer.promise
  }

  #open(): void {
    const url = `ws://${location.host}/control?as=${encodeURIComponent(this.#options.person)}`
    const socket = new WebSocket(url)
    this.#socket = socket
    socket.addEventListener('open', () => {
      this.#wait = FIRST_WAIT_MS
      this.#options.onOnline(true)
    })
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(String(data))))
    socket.addEventListener('close', () => {
      for (const id of this.#asked.keys()) this.#settle(id, new Refusal(OFFLINE))
      this.#options.onOnline(false)
      setTimeout(() => this.#open(), this.#wait)
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS)
    })
  }

  #receive(message: ToPage): void {
    if (message.type === 'answer') {
      this.#asked.get(message.id)?.resolve(message.data)
      this.#asked.delete(message.id)
    } else if (message.type === 'refusal') {
      this.#settle(message.id, new Refusal(message.message, message.code))
    } else {
      this.#options.onMessage(message)
    }
  }

  #settle(id: string, refusal: Refusal): void {
    this.#asked.get(id)?.reject(refusal)
    this.#asked.delete(id)
  }
}

interface PromiseWithResolvers<T> {
  promise: Promise<T>
  resolve: (value: T) => void
  reject: (reason: Error) => void
}

/** `Promise.withResolvers` is younger than the browsers we meet. */
function withResolvers(): PromiseWithResolvers<unknown> {
  let resolve: (value: unknown) => void = () => {}
  let reject: (reason: Error) => void = () => {}
  const promise = new Promise<unknown>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
