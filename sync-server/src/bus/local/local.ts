import { isErrorCode, StickyError } from '@sticky/shared/errors'
import type { Bus, Request, Requests, Signal, Signals, Unsubscribe } from '../types.ts'

/** What crosses a process boundary; sent with structured clone, so byte arrays stay byte arrays. */
export type Message =
  | { kind: 'signal'; signal: Signal; data: unknown }
  | { kind: 'hears'; signal: Signal }
  | { kind: 'responds'; request: Request }
  | { kind: 'retires'; request: Request }
  | { kind: 'request'; id: number; request: Request; data: unknown }
  | { kind: 'answer'; id: number; data: unknown }
  | { kind: 'failure'; id: number; code: string; text: string; details: unknown; cause?: string }

/** A neighbour process. A child's link to its parent is its `uplink`: what it can't answer goes there. */
export type Link = { send(message: Message): void; uplink: boolean }

/** A link, and the signals that somebody behind it hears: no others are sent there. */
type Neighbour = Link & { readonly hears: Set<Signal> }

type Failure = Extract<Message, { kind: 'failure' }>

type Waiting = {
  resolve: (data: unknown) => void
  reject: (error: unknown) => void
  timer: NodeJS.Timeout
  /** The neighbour that was asked. */
  asked: Link | null
}
type Answer = (data: unknown) => Promise<unknown>
/** Who answers a request: this process, or a neighbour. */
type Responder = Answer | Link

const TIMEOUT = 10_000

/** The bus of one machine: an emitter, and links to the processes that this one forked or was forked by. */
export class LocalBus implements Bus {
  readonly #listeners = new Map<Signal, Set<(data: never) => void>>()
  readonly #responders = new Map<Request, Responder>()
  readonly #links = new Set<Neighbour>()
  readonly #waiting = new Map<number, Waiting>()
  /** Requests that came before their responder: a child that is still starting. */
  readonly #early = new Map<Request, (() => void)[]>()
  #nextId = 1

  publish<S extends Signal>(signal: S, data: Signals[S]): void {
    this.#deliver(signal, data, null)
  }

  subscribe<S extends Signal>(signal: S, hear: (data: Signals[S]) => void): Unsubscribe {
    const listeners = this.#listeners.get(signal) ?? new Set()
    this.#listeners.set(signal, listeners)
    listeners.add(hear)
    this.#announce(signal, null)
    return () => listeners.delete(hear)
  }

  isHeard(signal: Signal): boolean {
    const here = this.#listeners.get(signal)?.size ?? 0
    return here > 0 || [...this.#links].some(({ hears }) => hears.has(signal))
  }

  request<R extends Request>(
    request: R,
    data: Requests[R]['in'],
    timeoutMs = TIMEOUT,
  ): Promise<Requests[R]['out']> {
    return this.#request(request, data, timeoutMs, null) as Promise<Requests[R]['out']>
  }

  respond<R extends Request>(
    request: R,
    answer: (data: Requests[R]['in']) => Promise<Requests[R]['out']>,
  ): Unsubscribe {
    this.#addResponder(request, answer as Answer)
    for (const link of this.#links) link.send({ kind: 'responds', request })
    return () => {
      if (this.#responders.get(request) !== answer) return
      this.#responders.delete(request)
      for (const link of this.#links) link.send({ kind: 'retires', request })
    }
  }

  /** Joins a neighbour; the answer takes the messages that come from it, and lets go of it. */
  connect(to: Link): { receive: (message: Message) => void; disconnect: () => void } {
    const link: Neighbour = Object.assign(to, { hears: new Set<Signal>() })
    const heard = [
      ...this.#listeners.keys(),
      ...[...this.#links].flatMap(({ hears }) => [...hears]),
    ]
    for (const signal of new Set(heard)) link.send({ kind: 'hears', signal })
    this.#links.add(link)
    for (const [request, responder] of this.#responders) {
      if (typeof responder === 'function') link.send({ kind: 'responds', request })
    }
    return {
      receive: (message) => this.#receive(link, message),
      disconnect: () => this.#disconnect(link),
    }
  }

  async close(): Promise<void> {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer)
      reject(new StickyError('unavailable', 'The server is stopping. Retry in a few seconds.'))
    }
    this.#waiting.clear()
    this.#early.clear()
    this.#listeners.clear()
    this.#links.clear()
  }

  #deliver(signal: Signal, data: unknown, from: Link | null): void {
    for (const hear of this.#listeners.get(signal) ?? []) hear(data as never)
    for (const link of this.#links) {
      if (link !== from && link.hears.has(signal)) link.send({ kind: 'signal', signal, data })
    }
  }

  /** Somebody here, or behind `from`, hears this signal from now on. */
  #announce(signal: Signal, from: Link | null): void {
    for (const link of this.#links) if (link !== from) link.send({ kind: 'hears', signal })
  }

  /** `from`: the neighbour that asks; it is never asked back. */
  #request(
    request: Request,
    data: unknown,
    timeoutMs: number,
    from: Link | null,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = this.#nextId
      this.#nextId += 1
      const late = `Nobody answered ${request} in ${timeoutMs} ms. Retry in a few seconds.`
      const timer = setTimeout(
        () => this.#settle(id, () => reject(new StickyError('unavailable', late))),
        timeoutMs,
      )
      this.#waiting.set(id, { resolve, reject, timer, asked: null })
      this.#whenAnswerable(request, from, (responder) => this.#ask(responder, id, request, data))
    })
  }

  #addResponder(request: Request, responder: Responder): void {
    this.#responders.set(request, responder)
    for (const ask of this.#early.get(request) ?? []) ask()
    this.#early.delete(request)
  }

  #whenAnswerable(request: Request, from: Link | null, ask: (responder: Responder) => void): void {
    const responder = this.#responders.get(request) ?? this.#uplink()
    if (responder !== undefined && responder !== from) return ask(responder)
    const early = this.#early.get(request) ?? []
    early.push(() => this.#whenAnswerable(request, from, ask))
    this.#early.set(request, early)
  }

  #uplink(): Link | undefined {
    return [...this.#links].find((link) => link.uplink)
  }

  #ask(responder: Responder, id: number, request: Request, data: unknown): void {
    const waiting = this.#waiting.get(id)
    // given up before there was a responder: its asker was told so, and may have asked again
    if (waiting === undefined) return
    if (typeof responder !== 'function') {
      waiting.asked = responder
      return responder.send({ kind: 'request', id, request, data })
    }
    responder(data).then(
      (answer) => this.#settle(id, ({ resolve }) => resolve(answer)),
      (error: unknown) => this.#settle(id, ({ reject }) => reject(asStickyError(error))),
    )
  }

  #settle(id: number, how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return
    clearTimeout(waiting.timer)
    this.#waiting.delete(id)
    how(waiting)
  }

  #receive(link: Neighbour, message: Message): void {
    // what a neighbour sent before it was let go of
    if (!this.#links.has(link)) return
    switch (message.kind) {
      case 'hears':
        if (link.hears.has(message.signal)) return
        link.hears.add(message.signal)
        return this.#announce(message.signal, link)
      case 'signal':
        return this.#deliver(message.signal, message.data, link)
      case 'responds':
        return this.#addResponder(message.request, link)
      case 'retires':
        return this.#retire(message.request, link)
      case 'request':
        return this.#answer(link, message)
      case 'answer':
        return this.#settle(message.id, (waiting) => waiting.resolve(message.data))
      case 'failure':
        return this.#settle(message.id, (waiting) => waiting.reject(asError(message)))
    }
  }

  #answer(link: Link, { id, request, data }: Extract<Message, { kind: 'request' }>): void {
    this.#request(request, data, TIMEOUT, link).then(
      (answer) => link.send({ kind: 'answer', id, data: answer }),
      (error: unknown) => link.send(asFailure(id, error)),
    )
  }

  #disconnect(link: Neighbour): void {
    this.#links.delete(link)
    for (const request of this.#responders.keys()) this.#retire(request, link)
    for (const [id, { asked }] of this.#waiting) {
      if (asked === link) this.#settle(id, ({ reject }) => reject(new StickyError('unavailable')))
    }
  }

  #retire(request: Request, link: Link): void {
    if (this.#responders.get(request) === link) this.#responders.delete(request)
  }
}

/** What nobody foresaw: its own words are for the log, not for whoever asked. */
const asStickyError = (error: unknown): StickyError =>
  error instanceof StickyError
    ? error
    : new StickyError('internal', undefined, undefined, { cause: error })

const asFailure = (id: number, error: unknown): Message => {
  const { code, message: text, details, cause } = asStickyError(error)
  const failure = { kind: 'failure', id, code, text, details } as const
  if (cause === undefined) return failure
  return {
    ...failure,
    cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
  }
}

const asError = ({ code, text, details, cause }: Failure): StickyError =>
  new StickyError(isErrorCode(code) ? code : 'internal', text, details, { cause })
