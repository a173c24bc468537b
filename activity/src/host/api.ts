import { Client } from '@sticky/shared/api/client'
import type { Fetch } from '@sticky/shared/api/client'
import type { Session } from '@sticky/shared/api/sessions'
import { Account } from './account.ts'
import type { Vault } from './vault.ts'

const TIMEOUT = 15_000

/** The platform's fetch, which gives up after 15 s: a call that never answers would stall a reconnect. */
export const timedFetch: Fetch = (url, init) =>
  fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT) })

/** For what needs no session: making one. */
export const anonymous = new Client({ baseUrl: '', fetch: timedFetch, token: () => undefined })

/** Who is signed in by this session, kept in `vault`. `refresh`: where it is renewed, if not like that of a user. */
export const accountOf = (
  session: Session,
  vault: Vault,
  refresh = anonymous.refreshSession,
): Account => new Account({ session, vault, fetch: timedFetch, refresh, now: Date.now })
