import { expect, it } from 'vitest'
import { setStage } from './stage/stage.ts'

const { server } = await setStage([], {
  FRAME_ANCESTORS: 'https://discord.com https://*.discordsays.com',
})

/** Directives by their names. */
const policyOf = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    (headers.get('content-security-policy') ?? '').split(/;\s*/).map((directive) => {
      const [name = '', ...sources] = directive.split(' ')
      return [name, sources.join(' ')]
    }),
  )

it.each(['/', '/d/019aaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', '/l/some-token/open'])(
  'T21 T12: the page at %s loads from its own origin alone, and is framed by whom the operator names',
  async (path) => {
    const page = await fetch(`${server.url}${path}`)
    const html = await page.text()
    const nonce = /name="nonce" content="([^"]+)"/.exec(html)?.[1] ?? ''
    expect(page.status).toBe(200)
    expect(policyOf(page.headers)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': `'self' 'nonce-${nonce}'`,
      // whatever picture a text names, no reader's browser asks for it
      'img-src': "'self' data: blob:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'self'",
      'frame-ancestors': "'self' https://discord.com https://*.discordsays.com",
    })
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(page.headers.get('cache-control')).toBe('no-store')
  },
)

it('T21: no two pages have the same nonce, and none can be guessed from the one before', async () => {
  const pages = await Promise.all(Array.from({ length: 20 }, () => fetch(server.url)))
  const nonces = pages.map(({ headers }) => policyOf(headers)['style-src'])
  expect(new Set(nonces).size).toBe(20)
  for (const nonce of nonces) expect(nonce).toMatch(/^'self' 'nonce-[A-Za-z0-9+/]{22}=='$/)
})

it('T12: files of the app, answers and refusals are what they say, are framed by nobody and load nothing', async () => {
  const paths = ['/assets/app.js', '/assets/none.js', '/healthz', '/api/v1/users/me', '/nowhere']
  for (const path of paths) {
    const { headers } = await fetch(`${server.url}${path}`)
    const type = path === '/assets/app.js' ? /^text\/javascript/ : /^application\/json/
    expect([path, headers.get('content-type')]).toEqual([path, expect.stringMatching(type)])
    expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff'])
    expect(policyOf(headers)).toMatchObject({
      'default-src': "'none'",
      'frame-ancestors': "'none'",
    })
  }
})
