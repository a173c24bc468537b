import type { Session } from '@sticky/shared/api/sessions'
import { StickyError } from '@sticky/shared/errors'
import { expect, it } from 'vitest'
import { Account } from './account.ts'
import { memoryVault } from './vault.ts'
import type { Vault } from './vault.ts'

const user = { id: 'u1', username: 'ada', displayName: 'Ada', color: '#5865f2' }
const session = (n: number, expiresAt: number): Session => ({
  token: `t${n}`,
  refreshToken: `r${n}`,
  expiresAt,
  user,
})

/** A server that takes the tokens in `good`; refresh tokens work once, as the real ones do. */
const signedIn = (vault: Vault, first = session(1, 100_000)) => {
  const good = new Set([first.token])
  const used: string[] = []
  const account = new Account({
    session: first,
    vault,
    now: () => 0,
    fetch: async (_url, { headers }) => {
      const token = (headers['authorization'] ?? '').replace('Bearer ', '')
      const ok = good.has(token)
      const body = ok ? user : { error: { code: 'unauthenticated', message: 'no' } }
      return {
        ok,
        status: ok ? 200 : 401,
        text: async () => JSON.stringify(body),
        arrayBuffer: async () => new ArrayBuffer(0),
      }
    },
    refresh: async (token) => {
      if (used.includes(token)) throw new StickyError('unauthenticated')
      used.push(token)
      const next = session(Number(token.slice(1)) + 1, 100_000)
      good.clear()
      good.add(next.token)
      return next
    },
  })
  return { account, good, used }
}

it('renews a token shortly before its end, once for many calls (F41)', async () => {
  const { account, used } = signedIn(memoryVault(), session(1, 1_000))
  await Promise.all([account.client.me(), account.client.me(), account.client.me()])
  expect(used).toEqual(['r1'])
})

it('renews once when the server says 401, and then believes it (F41, T6)', async () => {
  const { account, good, used } = signedIn(memoryVault())
  good.clear()
  await expect(account.client.me()).resolves.toMatchObject({ id: 'u1' })
  good.clear()
  good.add('none of mine')
  await account.client.me()
  expect(used).toEqual(['r1', 'r2'])
})

it('takes the token that another tab has already renewed', async () => {
  const vault = memoryVault()
  const { account, good, used } = signedIn(vault)
  good.clear()
  good.add('t2')
  vault.write(session(2, 100_000))
  await account.client.me()
  expect(used).toEqual([])
})

it('says so when the session is over', async () => {
  const { account, good, used } = signedIn(memoryVault())
  good.clear()
  used.push('r1')
  await expect(account.client.me()).rejects.toMatchObject({ code: 'unauthenticated' })
})
