import { Client } from '@sticky/shared/api/client'
import type { Fetch } from '@sticky/shared/api/client'
import type { Session } from '@sticky/shared/api/sessions'
import { StickyError } from '@sticky/shared/errors'
import { safeColor } from '../presence/person.ts'
import type { Person } from '../presence/person.ts'
import type { Vault } from './vault.ts'

/** A token this close to its end is renewed before it is used. */
const MARGIN = 30_000

export type AccountOptions = {
  session: Session
  vault: Vault
  fetch: Fetch
  refresh: (refreshToken: string) => Promise<Session>
  now: () => number
}

/**
 * Somebody who is signed in, and a client that stays so: the token is renewed shortly before it expires, and
 * once when the server says 401. A refresh token is good for one use, so tabs take turns, and the one that
 * comes second takes what the first one got.
 */
export class Account {
  readonly client: Client
  readonly person: Person
  readonly #options: AccountOptions
  #session: Session
  #renewal: Promise<void> | null = null

  constructor(options: AccountOptions) {
    this.#options = options
    this.#session = options.session
    options.vault.write(options.session)
    const { id, displayName, color } = options.session.user
    this.person = { id, name: displayName, color: safeColor(color) }
    this.client = new Client({
      baseUrl: '',
      fetch: (url, init) => this.#fetch(url, init),
      token: () => this.#session.token,
    })
  }

  readonly #fetch: Fetch = async (url, init) => {
    if (this.#session.expiresAt - MARGIN < this.#options.now()) await this.#renewed()
    const used = this.#session.token
    const response = await this.#send(url, init)
    if (response.status !== 401) return response
    if (this.#session.token === used) await this.#renewed()
    return this.#send(url, init)
  }

  #send(url: string, init: Parameters<Fetch>[1]): ReturnType<Fetch> {
    const authorization = `Bearer ${this.#session.token}`
    return this.#options.fetch(url, { ...init, headers: { ...init.headers, authorization } })
  }

  /** One renewal at a time. What the server refuses for good leaves the old token; it will say 401 to it. */
  async #renewed(): Promise<void> {
    this.#renewal ??= this.#options.vault.alone(() => this.#renew())
    try {
      await this.#renewal
    } catch (error) {
      if (!(error instanceof StickyError) || error.code === 'unavailable') throw error
    } finally {
      this.#renewal = null
    }
  }

  async #renew(): Promise<void> {
    const { vault, refresh } = this.#options
    const kept = vault.read()
    const mine = this.#session.user.id
    if (kept !== null && kept.user.id === mine && kept.token !== this.#session.token) {
      this.#session = kept
      return
    }
    this.#session = await refresh(this.#session.refreshToken)
    vault.write(this.#session)
  }
}
