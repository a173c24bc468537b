import { createHash } from 'node:crypto'

/** So many requests in so many ms. */
interface Limit {
  count: number
  perMs: number
}

/** Discord does not publish its limits; these are what its headers say for the routes that matter here. */
const ROUTES: Record<string, Limit> = {
  'POST /channels/{channel_id}/messages': { count: 5, perMs: 5000 },
  'PATCH /channels/{channel_id}/messages/{message_id}': { count: 5, perMs: 5000 },
  'DELETE /channels/{channel_id}/messages/{message_id}': { count: 5, perMs: 1000 },
  'PUT /channels/{channel_id}/messages/pins/{message_id}': { count: 5, perMs: 4000 },
  'POST /webhooks/{webhook_id}/{webhook_token}': { count: 5, perMs: 2000 },
}
const OTHERS: Limit = { count: 50, perMs: 1000 }
const GLOBAL: Limit = { count: 50, perMs: 1000 }
const OLD_EDITS: Limit = { count: 3, perMs: 6000 }
const MAJOR = ['channel_id', 'guild_id', 'webhook_id', 'webhook_token', 'interaction_token']

/** One request against a limit. */
export interface Taken {
  isRefused: boolean
  limit: number
  remaining: number
  /** Seconds until the limit is full again. */
  resetAfter: number
}

/** Counts requests in windows that begin with their first one. `now` gives ms. */
export class RateLimits {
  readonly #now: () => number
  readonly #windows = new Map<string, { used: number; endsAt: number }>()

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** A request of a route; routes count apart for each channel, guild and webhook. */
  takeRoute(route: string, params: Record<string, string>): Taken {
    const major = MAJOR.flatMap((name) => params[name] ?? [])
    return this.#take([route, ...major].join(' '), ROUTES[route] ?? OTHERS)
  }

  /** Any request by the bot's token. */
  takeGlobal(): Taken {
    return this.#take('global', GLOBAL)
  }

  /** An edit of a message that is older than an hour: those count by channel (30046). */
  takeOldEdit(channelId: string): Taken {
    return this.#take(`old ${channelId}`, OLD_EDITS)
  }

  #take(key: string, { count, perMs }: Limit): Taken {
    const now = this.#now()
    const running = this.#windows.get(key)
    const isRunning = running !== undefined && running.endsAt > now
    const window = isRunning ? running : { used: 0, endsAt: now + perMs }
    const isRefused = window.used >= count
    if (!isRefused) window.used += 1
    this.#windows.set(key, window)
    const resetAfter = (window.endsAt - now) / 1000
    return { isRefused, limit: count, remaining: count - window.used, resetAfter }
  }
}

/** The headers that say how much of a limit is left. */
export function rateLimitHeaders(route: string, taken: Taken): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(taken.limit),
    'X-RateLimit-Remaining': String(taken.remaining),
    'X-RateLimit-Reset': (Date.now() / 1000 + taken.resetAfter).toFixed(3),
    'X-RateLimit-Reset-After': taken.resetAfter.toFixed(3),
    'X-RateLimit-Bucket': createHash('md5').update(route).digest('hex').slice(0, 16),
  }
}
