import { EventEmitter } from 'node:events'
import type { Violation } from '../wire/control.ts'

/**
 * Every way in which the bot or the stand-in broke Discord's rules. Browser stories end by
 * asserting that it is empty.
 */
export class ProtocolLog extends EventEmitter<{ violation: [Violation] }> {
  readonly #violations: Violation[] = []

  violations(): Violation[] {
    return [...this.#violations]
  }

  record(violation: Omit<Violation, 'at'>): void {
    const dated = { at: new Date().toISOString(), ...violation }
    this.#violations.push(dated)
    this.emit('violation', dated)
  }
}
