import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import type { JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Tokens } from './tokens.ts'

const LATER = Date.now() + 60_000
const CLAIMS = { sub: 'somebody', jti: 'one' }

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const bodyOf = (token: string): string => token.split('.')[1] ?? ''

describe('tokens', () => {
  let folder: string
  let path: string
  let tokens: Tokens
  let good: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sticky-keys-'))
    path = join(folder, 'deep/key.json')
    tokens = await Tokens.open(path)
    good = await tokens.sign('sticky-api', CLAIMS, LATER)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const privateKey = async () => importJWK(JSON.parse(readFileSync(path, 'utf8')) as JWK, 'EdDSA')

  /** Signed with the right key, but not as we sign. */
  const forge = async (change: (jwt: SignJWT) => SignJWT): Promise<string> =>
    change(
      new SignJWT(CLAIMS)
        .setProtectedHeader({ alg: 'EdDSA' })
        .setIssuer('sticky')
        .setAudience('sticky-api')
        .setIssuedAt()
        .setExpirationTime('1m'),
    ).sign(await privateKey())

  test('F41: what was signed comes back, also after a restart with the same key file', async () => {
    const again = await Tokens.open(path)
    for (const reader of [tokens, again]) {
      expect(await reader.verify('sticky-api', good)).toMatchObject({ kind: 'ok', claims: CLAIMS })
    }
    expect(again.jwks).toEqual(tokens.jwks)
  })

  test('F41: the key file is readable by its owner only, and JWKS has the public half', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const [key] = tokens.jwks.keys
    expect(key).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' })
    expect(key).not.toHaveProperty('d')
    expect(JSON.parse(Buffer.from(good.split('.')[0] ?? '', 'base64url').toString())).toEqual({
      alg: 'EdDSA',
      kid: key?.kid,
      typ: 'JWT',
    })
  })

  test('T6: a token for one audience is worth nothing for the other', async () => {
    const ticket = await tokens.sign('sticky-sync', CLAIMS, LATER)
    expect(await tokens.verify('sticky-sync', good)).toEqual({ kind: 'invalid' })
    expect(await tokens.verify('sticky-api', ticket)).toEqual({ kind: 'invalid' })
  })

  test('T6: expired is told apart only when all else is right', async () => {
    const old = await tokens.sign('sticky-api', CLAIMS, Date.now() - 5_000)
    expect(await tokens.verify('sticky-api', old)).toMatchObject({ kind: 'expired' })
    expect(await tokens.verify('sticky-sync', old)).toEqual({ kind: 'invalid' })
    expect(await tokens.verify('sticky-api', `${old.slice(0, -4)}AAAA`)).toEqual({
      kind: 'invalid',
    })
  })

  test('T6: alg "none" is refused, with and without a signature', async () => {
    for (const alg of ['none', 'None', 'NONE', '']) {
      const header = part({ alg, typ: 'JWT' })
      const signature = good.split('.')[2] ?? ''
      for (const end of ['', signature]) {
        const token = `${header}.${bodyOf(good)}.${end}`
        expect(await tokens.verify('sticky-api', token)).toEqual({ kind: 'invalid' })
      }
    }
  })

  test('T6: HS256 with the public key as the secret is refused', async () => {
    const x = tokens.jwks.keys[0]?.x ?? ''
    const secrets = [
      Buffer.from(x, 'base64url'),
      Buffer.from(x),
      Buffer.from(JSON.stringify(tokens.jwks)),
    ]
    for (const secret of secrets) {
      const token = await new SignJWT(CLAIMS)
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer('sticky')
        .setAudience('sticky-api')
        .setIssuedAt()
        .setExpirationTime('1m')
        .sign(secret)
      expect(await tokens.verify('sticky-api', token)).toEqual({ kind: 'invalid' })
    }
  })

  test('T6: a foreign key is refused, also when the token brings it along', async () => {
    const foreign = await generateKeyPair('EdDSA', { extractable: true })
    const jwk = await exportJWK(foreign.publicKey)
    const token = await new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: 'EdDSA', jwk, kid: tokens.jwks.keys[0]?.kid ?? '' })
      .setIssuer('sticky')
      .setAudience('sticky-api')
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(foreign.privateKey)
    expect(await tokens.verify('sticky-api', token)).toEqual({ kind: 'invalid' })
  })

  test('T6: rightly signed, but not ours in a claim', async () => {
    expect(await tokens.verify('sticky-api', await forge((jwt) => jwt))).toMatchObject({
      kind: 'ok',
    })
    const changes: Record<string, (jwt: SignJWT) => SignJWT> = {
      issuer: (jwt) => jwt.setIssuer('somebody'),
      audience: (jwt) => jwt.setAudience('sticky'),
      'not yet': (jwt) => jwt.setNotBefore('1h'),
    }
    for (const [what, change] of Object.entries(changes)) {
      expect([what, await tokens.verify('sticky-api', await forge(change))]).toEqual([
        what,
        { kind: 'invalid' },
      ])
    }
  })

  test.each(['exp', 'iat', 'sub', 'jti', 'aud', 'iss'])(
    'T6: without %s it is refused',
    async (name) => {
      const now = Math.floor(Date.now() / 1000)
      const all = { ...CLAIMS, iss: 'sticky', aud: 'sticky-api', iat: now, exp: now + 60 }
      const claims = Object.fromEntries(Object.entries(all).filter(([key]) => key !== name))
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA' })
        .sign(await privateKey())
      expect(await tokens.verify('sticky-api', token)).toEqual({ kind: 'invalid' })
    },
  )

  test.each(['', '.', '..', 'a.b.c', '🙂', 'null'])('T6: %j is no token', async (text) => {
    expect(await tokens.verify('sticky-api', text)).toEqual({ kind: 'invalid' })
  })

  test('a damaged key file is named, with what to do, and not quoted', async () => {
    const damaged = join(folder, 'damaged.json')
    writeFileSync(damaged, 'the-private-key-itself')
    const opening = Tokens.open(damaged)
    await expect(opening).rejects.toThrow(/damaged\.json.*delete it/)
    await expect(opening).rejects.not.toThrow(/the-private/)
  })

  test('a key file that cannot be made is named, with what to do', async () => {
    writeFileSync(join(folder, 'file'), '')
    await expect(Tokens.open(join(folder, 'file/key.json'))).rejects.toThrow(/file\/key.*DATA_DIR/)
  })
})
