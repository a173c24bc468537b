import { Client } from '@sticky/shared/api/client'
import type { Fetch } from '@sticky/shared/api/client'

const TIMEOUT = 15_000

/** The platform's fetch, which gives up after 15 s: a call that never answers would stall a reconnect. */
export const timedFetch: Fetch = (url, init) =>
  fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT) })

/** For what needs no session: making one. */
export const anonymous = new Client({ baseUrl: '', fetch: timedFetch, token: () => undefined })
