import { createHash } from 'node:crypto'

const LIMIT = 50

/**
 * The headers discord.js reads on every reply. The stand-in never runs out: a bucket of 50 that is
 * always full. Refusing with 429 has its place here.
 */
export function rateLimitHeaders(route: string): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(LIMIT),
    'X-RateLimit-Remaining': String(LIMIT - 1),
    'X-RateLimit-Reset': (Date.now() / 1000 + 1).toFixed(3),
    'X-RateLimit-Reset-After': '1.000',
    'X-RateLimit-Bucket': createHash('md5').update(route).digest('hex').slice(0, 16),
  }
}
