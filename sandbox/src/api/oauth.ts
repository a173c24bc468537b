import { createHmac, randomBytes } from 'node:crypto'

const CODE_LIFE_MS = 60_000
const TOKEN_LIFE_S = 604_800

/** What an access token says. */
export interface Grant {
  userId: string
  scopes: string[]
  /** Milliseconds since 1970. */
  expires: number
}

/** The answer of the token endpoint: its status and JSON. */
export interface TokenAnswer {
  status: number
  body: Record<string, unknown>
}

/**
 * Discord's OAuth for Activities. Access tokens carry their own proof, so they outlive a restart of
 * the stand-in; codes are single-use and live a minute.
 */
export class OAuth {
  readonly #application: { id: string; clientSecret: string }
  readonly #ownerId: string
  readonly #codes = new Map<string, Grant>()
  readonly #consents = new Map<string, Set<string>>()

  constructor(application: { id: string; clientSecret: string }, ownerId: string) {
    this.#application = application
    this.#ownerId = ownerId
  }

  /** Whether somebody has said yes to all of these before. */
  hasConsent(userId: string, scopes: string[]): boolean {
    const given = this.#consents.get(userId)
    return given !== undefined && scopes.every((scope) => given.has(scope))
  }

  consent(userId: string, scopes: string[]): void {
    const given = this.#consents.get(userId) ?? []
    this.#consents.set(userId, new Set([...given, ...scopes]))
  }

  forgetConsent(userId: string): void {
    this.#consents.delete(userId)
  }

  /** A code for somebody who said yes. */
  issueCode(userId: string, scopes: string[]): string {
    const code = randomBytes(15).toString('base64url')
    this.#codes.set(code, { userId, scopes, expires: Date.now() + CODE_LIFE_MS })
    return code
  }

  /** `POST /oauth2/token`: client_id and client_secret as fields or as basic authorization. */
  exchange(form: URLSearchParams, authorization: string | undefined): TokenAnswer {
    if (!this.#isClient(form, authorization))
      return { status: 401, body: { error: 'invalid_client' } }
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return this.#redeem(form.get('code') ?? '')
      case 'refresh_token':
        return this.#refresh(form.get('refresh_token') ?? '')
      case 'client_credentials':
        return this.#ownToken(form.get('scope') ?? '')
      default:
        return { status: 400, body: { error: 'unsupported_grant_type' } }
    }
  }

  /** What a bearer token says, or null when it is not ours or too old. */
  read(token: string): Grant | null {
    const [payload, proof] = token.split('.')
    if (!payload || proof !== this.#sign(payload)) return null
    const grant = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Grant
    return grant.expires > Date.now() ? grant : null
  }

  #isClient(form: URLSearchParams, authorization = ''): boolean {
    const { id, clientSecret } = this.#application
    const basic = `Basic ${Buffer.from(`${id}:${clientSecret}`).toString('base64')}`
    if (authorization === basic) return true
    return form.get('client_id') === id && form.get('client_secret') === clientSecret
  }

  #redeem(code: string): TokenAnswer {
    const grant = this.#codes.get(code)
    this.#codes.delete(code)
    if (!grant || grant.expires < Date.now()) return invalidGrant('Invalid "code" in request.')
    return this.#tokens(grant)
  }

  #refresh(token: string): TokenAnswer {
    const grant = this.read(token)
    return grant ? this.#tokens(grant) : invalidGrant('Invalid refresh token')
  }

  /** A token of the application's owner, which cannot be refreshed. */
  #ownToken(scope: string): TokenAnswer {
    const { status, body } = this.#tokens({ userId: this.#ownerId, scopes: scope.split(' ') })
    const { refresh_token: _refreshToken, ...token } = body
    return { status, body: token }
  }

  #tokens({ userId, scopes }: Omit<Grant, 'expires'>): TokenAnswer {
    const lasting = (seconds: number) => {
      const grant: Grant = { userId, scopes, expires: Date.now() + seconds * 1000 }
      const payload = Buffer.from(JSON.stringify(grant)).toString('base64url')
      return `${payload}.${this.#sign(payload)}`
    }
    return {
      status: 200,
      body: {
        access_token: lasting(TOKEN_LIFE_S),
        token_type: 'Bearer',
        expires_in: TOKEN_LIFE_S,
        refresh_token: lasting(TOKEN_LIFE_S * 4),
        scope: scopes.join(' '),
      },
    }
  }

  #sign(payload: string): string {
    return createHmac('sha256', this.#application.clientSecret).update(payload).digest('base64url')
  }
}

function invalidGrant(description: string): TokenAnswer {
  return { status: 400, body: { error: 'invalid_grant', error_description: description } }
}
