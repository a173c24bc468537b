import type { Device } from './copy.ts'
import { IndexedDbDevice } from './indexed-db.ts'
import { MemoryDevice } from './memory.ts'

/** A browser whose storage does not answer must not keep a document closed, ms. */
const PATIENCE = 3_000

/**
 * The browser's storage; where it is forbidden or broken (private windows, partitioned frames), the tab's
 * memory, and copies say so (`lasting`).
 */
export const openDevice = (): Device => {
  const browser = new IndexedDbDevice()
  const tab = new MemoryDevice()
  return {
    open: async (user, document) => {
      const opening = browser.open(user, document)
      try {
        return await within(PATIENCE, opening)
      } catch (error) {
        console.warn('Sticky: this browser keeps nothing', error)
        opening.then((copy) => copy.close()).catch(() => {})
        return tab.open(user, document)
      }
    },
    unsent: async (user) => (await tab.unsent(user)) + (await browser.unsent(user).catch(() => 0)),
    forget: async (user) => {
      await tab.forget(user)
      await within(PATIENCE, browser.forget(user)).catch(() => {})
    },
  }
}

const within = <T>(ms: number, promise: Promise<T>): Promise<T> =>
  Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('no answer')), ms)
    }),
  ])
