import type { Change, Copy, Device } from '../device/copy.ts'
import { MemoryDevice } from '../device/memory.ts'

/** A browser's storage, as its tabs see it, that a test can fill up. */
export class HandDevice implements Device {
  full = false
  readonly #memory = new MemoryDevice()

  async open(user: string, document: string): Promise<Copy> {
    const copy = await this.#memory.open(user, document)
    return {
      lasting: true,
      kept: copy.kept,
      commit: async (change: Change) => {
        if (this.full) throw new Error('no room')
        return copy.commit(change)
      },
      renew: () => copy.renew(),
      setAside: (aside, done) => copy.setAside(aside, done),
      erase: (aside) => copy.erase(aside),
      dismiss: (id) => copy.dismiss(id),
      close: () => copy.close(),
    }
  }

  unsent(user: string): Promise<number> {
    return this.#memory.unsent(user)
  }

  forget(user: string): Promise<void> {
    return this.#memory.forget(user)
  }
}
