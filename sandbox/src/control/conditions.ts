import { EventEmitter } from 'node:events'
import type { Conditions as View, Failure } from '../wire/change.ts'

/** What is switched while the stand-in runs, so that others can see how they bear it. */
export class Conditions extends EventEmitter<{ change: [] }> {
  #view: View

  constructor(view: Partial<View> = {}) {
    super()
    this.#view = {
      areActivitiesEnabled: true,
      isBotTokenValid: true,
      consent: 'accept',
      limits: 'real',
      interactionsEndpoint: null,
      arePrivilegedIntentsAllowed: false,
      failures: [],
      ...view,
    }
  }

  get now(): Readonly<View> {
    return this.#view
  }

  set(changed: Partial<View>): void {
    this.#view = { ...this.#view, ...changed }
    this.emit('change')
  }

  /** From now on requests of that route fail, after those that were asked for before. */
  fail(failure: Failure): void {
    this.set({ failures: [...this.#view.failures, failure] })
  }

  /** The failure that is meant for a request of this route, used up by it. */
  takeFailure(route: string): Failure | undefined {
    const { failures } = this.#view
    const failure = failures.find((one) => one.route === null || route.includes(one.route))
    if (!failure) return undefined
    const rest = { ...failure, times: failure.times - 1 }
    const left = failures.map((one) => (one === failure ? rest : one))
    this.set({ failures: left.filter(({ times }) => times > 0) })
    return failure
  }
}
