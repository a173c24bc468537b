import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  calculateJwkThumbprint,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
} from 'jose'
import type { CryptoKey, JSONWebKeySet, JWK, JWTPayload } from 'jose'

const ALG = 'EdDSA'
const ISSUER = 'sticky'

/** What a token is for: the API, one document's socket, the API by a share link. Each opens only its own (T6). */
export type Audience = 'sticky-api' | 'sticky-sync' | 'sticky-link'

/** `expired`: rightly signed for this audience, but too late. `invalid`: everything else. */
export type Verified =
  | { kind: 'ok'; claims: JWTPayload }
  | { kind: 'expired'; claims: JWTPayload }
  | { kind: 'invalid' }

/** Signs and checks tokens with one Ed25519 key. */
export class Tokens {
  readonly #privateKey: CryptoKey
  readonly #publicKey: CryptoKey
  readonly #publicJwk: JWK
  readonly #keyId: string

  private constructor(privateKey: CryptoKey, publicKey: CryptoKey, publicJwk: JWK, keyId: string) {
    this.#privateKey = privateKey
    this.#publicKey = publicKey
    this.#publicJwk = publicJwk
    this.#keyId = keyId
  }

  /** Reads the key file, or makes one that only its owner may read. */
  static async open(path: string): Promise<Tokens> {
    const jwk = await readKeyFile(path)
    const { d: _secret, ...publicPart } = jwk
    const keyId = await calculateJwkThumbprint(publicPart)
    const publicJwk = { ...publicPart, kid: keyId, alg: ALG, use: 'sig' }
    return new Tokens(await importKey(jwk), await importKey(publicPart), publicJwk, keyId)
  }

  /** The public half, for `/.well-known/jwks.json`. */
  get jwks(): JSONWebKeySet {
    return { keys: [this.#publicJwk] }
  }

  /** `expiresAt` is ms since 1970. */
  sign(audience: Audience, claims: JWTPayload, expiresAt: number): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALG, kid: this.#keyId, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(Math.floor(expiresAt / 1000))
      .sign(this.#privateKey)
  }

  /** `audiences`: those of which any will do; the claims say which (`aud`). */
  async verify(audiences: Audience | Audience[], token: string): Promise<Verified> {
    try {
      const { payload } = await jwtVerify(token, this.#publicKey, {
        algorithms: [ALG],
        issuer: ISSUER,
        audience: audiences,
        requiredClaims: ['exp', 'iat', 'sub', 'jti'],
      })
      return { kind: 'ok', claims: payload }
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { kind: 'expired', claims: error.payload }
      return { kind: 'invalid' }
    }
  }
}

const importKey = async (jwk: JWK): Promise<CryptoKey> => {
  const key = await importJWK(jwk, ALG)
  if (key instanceof Uint8Array)
    throw new Error('The key file holds a symmetric key. Delete it to get a new one.')
  return key
}

const readKeyFile = async (path: string): Promise<JWK> => {
  try {
    if (!existsSync(path)) await createKeyFile(path)
    return JSON.parse(readFileSync(path, 'utf8')) as JWK
  } catch (cause) {
    // the parser's own message would quote the key
    const why = cause instanceof SyntaxError ? 'it is not JSON' : String(cause)
    throw new Error(
      `Cannot use the signing key ${path}: ${why}. Make its folder writable or set DATA_DIR to another one; if the file is damaged, delete it to get a new key.`,
      { cause },
    )
  }
}

const createKeyFile = async (path: string): Promise<void> => {
  const { privateKey } = await generateKeyPair(ALG, { extractable: true })
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600, flag: 'wx' })
  chmodSync(path, 0o600)
}
