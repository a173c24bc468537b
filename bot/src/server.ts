import { Client } from '@sticky/shared/api/client'

/** The API in the service's name, and the same in a user's: `api.as(user.id)`. */
export type Api = Client

/**
 * Longer than any call should take; without it a stuck server would hold an interaction for ever.
 */
const TIMEOUT = 10_000

/** The typed API client with the service token. Its calls throw `StickyError`s. */
export const createApi = (apiUrl: string, serviceToken: string): Api =>
  new Client({
    baseUrl: apiUrl,
    fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT) }),
    token: () => serviceToken,
  })
