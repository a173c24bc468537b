import type { Change, Copy, Device } from '../device/copy.ts'
import { MemoryDevice } from '../device/memory.ts'

/** A browser's storage, as its tabs see it, that a test can fill up or slow down. */
export class HandDevice implements Device {
  full = false
  /** While it is not null, nothing has been written. */
  slow: Promise<void> | null = null
  readonly #memory = new MemoryDevice()

  async open(user: string, document: string): Promise<Copy> {
    const copy = await this.#memory.open(user, document)
    const ready = async (): Promise<void> => {
      await this.slow
      if (this.full) throw new Error('no room')
    }
    return {
      lasting: true,
      kept: copy.kept,
      commit: async (change: Change) => {
        await ready()
        return copy.commit(change)
      },
      renew: () => copy.renew(),
      setAside: async (aside, done) => {
        await ready()
        return copy.setAside(aside, done)
      },
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
