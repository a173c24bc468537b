import crypto from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, onTestFinished, vi } from 'vitest'
import { newUser, START } from './contract/world.ts'
import { isSame } from './same.ts'
import { openSqlite } from './sqlite/sqlite.ts'

const comparing = vi.spyOn(crypto, 'timingSafeEqual')
syncBuiltinESMExports()
afterAll(() => {
  comparing.mockRestore()
  syncBuiltinESMExports()
})

/** How many bytes were looked at on each side since the last time this was asked, in each comparison. */
const lookedAt = (): number[][] => {
  const { calls } = comparing.mock
  return calls.splice(0).map((sides) => sides.map(({ byteLength }) => byteLength))
}

it('T13: secrets are compared in the same time, however much of them is right', () => {
  const secret = 'a'.repeat(32)
  const others = [secret, `b${secret.slice(1)}`, `${secret.slice(1)}b`, '', secret.slice(1)]
  expect(others.map((other) => isSame(secret, other))).toEqual([true, false, false, false, false])
  expect(lookedAt()).toEqual(others.map(() => [32, 32]))
})

it('T13 T6: so are refresh tokens, by their hashes, the one that counts and the one before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sticky-same-'))
  const store = await openSqlite(join(folder, 'sticky.db'))
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })
  const user = newUser()
  await store.users.create(user)
  const session = { id: 's', userId: user.id, refreshHash: 'right', expiresAt: START + 1 }
  await store.sessions.create(session)
  const rotate = (refreshHash: string): Promise<unknown> => {
    const next = { refreshHash: 'next', expiresAt: START + 1 }
    return store.sessions.rotate({ id: 's', refreshHash }, next, START, START)
  }
  lookedAt()
  expect(await rotate('right')).not.toBeNull()
  expect(await rotate('right')).not.toBeNull()
  expect(await rotate('wrong')).toBeNull()
  const compared = lookedAt()
  expect(compared.length).toBeGreaterThanOrEqual(3)
  expect(new Set(compared.map(String))).toEqual(new Set(['32,32']))
})
