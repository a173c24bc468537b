import { StickyError } from '@sticky/shared/errors'
import { z } from 'zod'

export type DiscordApp = { apiBase: string; clientId: string; clientSecret: string }

/** A person as Discord knows them; `accessToken` is what the Activity hands to AUTHENTICATE. */
export type DiscordPerson = { id: string; name: string; accessToken: string }

const TokenAnswer = z.object({ access_token: z.string() })
const Me = z.object({ id: z.string(), username: z.string(), global_name: z.string().nullish() })

/**
 * Trades the Activity's code for who it is (authoritative: asked of Discord, never of the client). Throws
 * `unauthenticated` when Discord does not take it, `unavailable` when that says nothing of the code.
 */
export const exchangeCode = async (app: DiscordApp, code: string): Promise<DiscordPerson> => {
  const body = new URLSearchParams({
    client_id: app.clientId,
    client_secret: app.clientSecret,
    grant_type: 'authorization_code',
    code,
  })
  const traded = await call(`${app.apiBase}/oauth2/token`, { method: 'POST', body })
  // a wrong code is a 400
  if (traded.status === 401) throw wrongSecret()
  const { access_token: accessToken } = TokenAnswer.parse(await taken(traded))
  const asked = await call(`${app.apiBase}/v10/users/@me`, {
    headers: { authorization: `Bearer ${accessToken}` },
  })
  const me = Me.parse(await taken(asked))
  return { id: me.id, name: me.global_name ?? me.username, accessToken }
}

const call = (url: string, init: RequestInit): Promise<Response> =>
  fetch(url, { ...init, signal: AbortSignal.timeout(5_000) }).catch((cause: unknown) => {
    throw new StickyError(
      'unavailable',
      'Discord cannot be reached. Retry in a few seconds.',
      undefined,
      { cause },
    )
  })

/** The cause is for the operator, in the log. */
const wrongSecret = (): StickyError =>
  new StickyError(
    'unavailable',
    'Signing in with Discord does not work on this server. Tell its operator.',
    undefined,
    {
      cause: new Error(
        'Discord does not know DISCORD_CLIENT_ID with this DISCORD_CLIENT_SECRET. Correct them and start again.',
      ),
    },
  )

/** What Discord answers when it takes what it was sent. */
const taken = async (response: Response): Promise<unknown> => {
  if (response.ok) return response.json()
  if (response.status === 429) {
    throw new StickyError(
      'unavailable',
      'Discord takes no more sign-ins at the moment. Retry in a minute.',
    )
  }
  if (response.status < 500) {
    throw new StickyError(
      'unauthenticated',
      'Discord did not accept this sign-in. Close the Activity and open it again.',
    )
  }
  throw new StickyError(
    'unavailable',
    `Discord answered ${response.status}. Retry in a few seconds.`,
  )
}

/** A chat's name for a person as we may show it (T11): no control or direction characters, at most 64 long. */
export const cleanName = (name: string): string => {
  const clean = name
    .toWellFormed()
    .replace(/[\p{Cc}\p{Co}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu, '')
    .trim()
  return clean.slice(0, 64).toWellFormed().trim() || 'Somebody'
}
