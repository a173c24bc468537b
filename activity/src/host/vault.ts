import type { Session } from '@sticky/shared/api/sessions'

/** Where a session is kept between calls. */
export type Vault = {
  read(): Session | null
  write(session: Session | null): void
  /** Runs alone among all tabs that share this vault. */
  alone<T>(run: () => Promise<T>): Promise<T>
}

/** In Discord: nothing outlives the frame. */
export const memoryVault = (): Vault => {
  let kept: Session | null = null
  return { read: () => kept, write: (session) => void (kept = session), alone: (run) => run() }
}

const KEY = 'sticky.session'

/** On the web: shared by the tabs of this browser. Falls back to nothing kept where storage is forbidden. */
export const browserVault = (key = KEY): Vault => ({
  read: () => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? 'null') as Session | null
    } catch {
      return null
    }
  },
  write: (session) => {
    try {
      if (session === null) localStorage.removeItem(key)
      else localStorage.setItem(key, JSON.stringify(session))
    } catch {
      // a browser that keeps nothing asks again next time
    }
  },
  alone: (run) => navigator.locks?.request(key, run) ?? run(),
})
