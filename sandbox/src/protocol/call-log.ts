import { EventEmitter } from 'node:events'
import type { ApiCall } from '../wire/control.ts'

const KEPT = 100

/** The newest requests and how they were answered, for the protocol panel. */
export class CallLog extends EventEmitter<{ call: [ApiCall] }> {
  #calls: ApiCall[] = []

  record(call: ApiCall): void {
    this.#calls = [...this.#calls, call].slice(-KEPT)
    this.emit('call', call)
  }

  /** The newest last. */
  recent(): ApiCall[] {
    return [...this.#calls]
  }
}
