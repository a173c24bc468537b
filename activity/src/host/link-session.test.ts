import type { LinkSession, OpenLink } from '@sticky/shared/api/links'
import { Client } from '@sticky/shared/api/client'
import { StickyError } from '@sticky/shared/errors'
import type { ErrorCode } from '@sticky/shared/errors'
import { describe, expect, it } from 'vitest'
import { openLink, sessionBy } from './link-session.ts'
import type { Opening } from './link-session.ts'

const user = { id: 'guest', username: null, displayName: 'Guest 1234', color: '#5865f2' }
const SESSION = { token: 't', expiresAt: 1, role: 'view', user, document: { id: 'd1' } }

/** Somebody at a server that answers with `says`; what they have sent is in `sent`. */
const caller = (says: (password: string | undefined) => ErrorCode | null) => {
  const sent: (string | undefined)[] = []
  const client = new Client({
    baseUrl: '',
    token: () => undefined,
    fetch: async (_url, { body }) => {
      const { password } = JSON.parse(String(body)) as OpenLink
      sent.push(password)
      const code = says(password)
      const answer = code === null ? SESSION : { error: { code, message: `it is ${code}` } }
      return {
        ok: code === null,
        status: code === null ? 201 : new StickyError(code).status,
        text: async () => JSON.stringify(answer),
        arrayBuffer: async () => new ArrayBuffer(0),
      }
    },
  })
  return { client, sent }
}

const unasked = async (): Promise<never> => {
  throw new Error('nobody was to be asked')
}

const opening = (more: Partial<Opening>): Opening => ({
  link: 'token',
  as: [],
  askPassword: unasked,
  askSignIn: unasked,
  ...more,
})

describe('F45: opening a link', () => {
  it('in the first name that is still known', async () => {
    const [former, guest] = [caller(() => 'unauthenticated'), caller(() => null)]
    const never = caller(() => null)
    const as = [former.client, guest.client, never.client]
    expect(await openLink(opening({ as }))).toEqual({ session: SESSION, password: undefined })
    expect([former.sent.length, guest.sent.length, never.sent.length]).toEqual([1, 1, 0])
  })

  it('asks for its password until it is right, and remembers it for renewing', async () => {
    const words = ['guess', 'swordfish']
    const problems: (string | null)[] = []
    const { client, sent } = caller((password) => {
      if (password === undefined) return 'password_required'
      return password === 'swordfish' ? null : 'wrong_password'
    })
    const askPassword = async (problem: string | null): Promise<string> => {
      problems.push(problem)
      return words.shift() ?? ''
    }
    const { password } = await openLink(opening({ as: [client], askPassword }))
    expect(password).toBe('swordfish')
    expect(sent).toEqual([undefined, 'guess', 'swordfish'])
    expect(problems).toEqual([null, 'it is wrong_password'])
  })

  it('asks who they are when it is not for everybody, and goes on as them', async () => {
    const [nobody, ada] = [caller(() => 'unauthenticated'), caller(() => null)]
    const askSignIn = async (): Promise<Client> => ada.client
    await openLink(opening({ as: [nobody.client], askSignIn }))
    expect(ada.sent).toEqual([undefined])
  })

  it.each<ErrorCode>(['not_found', 'link_revoked', 'link_expired', 'forbidden', 'rate_limited'])(
    'says %s, and asks nobody anything',
    async (code) => {
      const { client, sent } = caller(() => code)
      await expect(openLink(opening({ as: [client] }))).rejects.toMatchObject({ code })
      expect(sent).toHaveLength(1)
    },
  )
})

it('a link session is renewed by its own token, and begins with its document', () => {
  expect(sessionBy(SESSION as LinkSession)).toEqual({
    token: 't',
    refreshToken: 't',
    expiresAt: 1,
    user,
    start: { documentId: 'd1' },
  })
})
