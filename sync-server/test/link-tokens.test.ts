import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { Tokens } from '../src/users/tokens.ts'
import { socketUrl } from './stage/address.ts'
import { Guest } from './stage/guest.ts'
import { ask, codeOf } from './stage/http.ts'
import type { Answer } from './stage/http.ts'
import { askAs } from './stage/links.ts'
import { startProgram } from './stage/program.ts'
import { knock } from './stage/raw-socket.ts'
import { start } from './stage/server.ts'
import { setStage } from './stage/stage.ts'

const { server, ada } = await setStage(['ada'])

it('T6 T7: forged and mixed-up ones open nothing', async () => {
  const id = await ada.create()
  const other = await ada.create()
  const link = await ada.makeLink(id, { role: 'edit' })
  const { session } = await server.guest(link)
  const tokens = await Tokens.open(server.config.keyPath)
  const [, part = ''] = session.token.split('.')
  const claims = JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
  const { exp: _exp, iat: _iat, iss: _iss, aud: _aud, ...ours } = claims
  const later = Date.now() + 60_000
  const signed = (change: Record<string, unknown>) =>
    tokens.sign('sticky-link', { ...ours, ...change }, later)
  const changed = Buffer.from(JSON.stringify({ ...claims, doc: other })).toString('base64url')
  const status = async (token: string, document = id): Promise<number> =>
    (await askAs(server, null, 'GET', `/documents/${document}`, { token })).status
  expect(await status(await signed({}))).toBe(200)
  const refused = {
    'no link': await signed({ link: undefined }),
    'link as a list': await signed({ link: [link.id] }),
    'no document': await signed({ doc: undefined }),
    'no session': await signed({ sub: 'me' }),
    'no word on who': await signed({ login: undefined }),
    'a login of nobody': await signed({ login: { sub: randomUUID(), sid: randomUUID(), tv: 0 } }),
    'a login that has ended': await signed({ login: { sub: ada.id, sid: randomUUID(), tv: 0 } }),
    expired: await tokens.sign('sticky-link', ours, Date.now() - 60_000),
    'signed as a user': await tokens.sign('sticky-api', ours, later),
    'signed as a ticket': await tokens.sign('sticky-sync', ours, later),
    'changed after signing': session.token.replace(part, changed),
  }
  for (const [what, token] of Object.entries(refused))
    expect([what, await status(token)]).toEqual([what, 401])
  const mixed = [await signed({ doc: other }), await signed({ link: randomUUID() })]
  for (const token of mixed) {
    expect(await status(token)).toBe(404)
    expect(await status(token, other)).toBe(404)
  }
  const address = { url: server.url, document: id, ticket: session.token }
  expect(await knock(socketUrl(address))).toBe('http 401')
  const refresh = { body: { refreshToken: session.token } }
  expect((await askAs(server, null, 'POST', '/sessions/refresh', refresh)).status).toBe(400)
})

it('T1 T6: a session by link of who is signed in ends with the sign-in, and with the account', async () => {
  const hedy = await server.person('hedy')
  const id = await ada.create()
  const link = await ada.makeLink(id)
  const { api } = await server.guest(link, { as: hedy })
  expect((await api.document(id)).role).toBe('view')
  await hedy.api.endSession()
  await expect(api.document(id)).rejects.toMatchObject({ code: 'unauthenticated' })
  const joan = await server.person('joan')
  const second = await server.guest(link, { as: joan })
  const address = await second.addressOf(id)
  await askAs(server, joan, 'DELETE', '/users/me')
  await expect(second.api.document(id)).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(await knock(socketUrl(address))).toBe('closed 4403')
})

it('T13: a token is 192 random bits, and the database has only its hash', async () => {
  const id = await ada.create()
  const links = await Promise.all(Array.from({ length: 20 }, () => ada.makeLink(id)))
  links[0] = await ada.makeLink(id, { password: 'swordfish' })
  for (const { token } of links) expect(token).toMatch(/^[A-Za-z0-9_-]{32}$/)
  expect(new Set(links.map(({ token }) => token.slice(0, 8))).size).toBe(20)
  for (const file of readdirSync(server.config.dataDir)) {
    const bytes = readFileSync(join(server.config.dataDir, file))
    for (const { token } of links) expect(bytes.includes(token)).toBe(false)
    expect(bytes.includes('swordfish')).toBe(false)
  }
})

it('T13: neither tokens, tickets nor passwords are logged, at whatever level', async () => {
  let logged = ''
  const program = await startProgram({
    dataDir: server.config.dataDir,
    settings: { LOG_LEVEL: 'trace' },
    hear: (chunk) => {
      logged += chunk.toString()
    },
  })
  onTestFinished(() => program.kill())
  const id = await ada.create()
  const link = await ada.makeLink(id, { password: 'swordfish' })
  const open = await ada.makeLink(id)
  const guest = await Guest.by(program, link, { password: 'swordfish' })
  const address = await guest.addressOf(id)
  const secrets = [
    link.token,
    open.token,
    guest.session.token,
    address.ticket,
    'swordfish',
    'swordfist',
  ]
  const wrong = Guest.by(program, link, { password: 'swordfist' })
  await expect(wrong).rejects.toMatchObject({ code: 'wrong_password' })
  await ask(program, 'POST', `/api/v1/links/${link.token}`, { body: '{"password":"swordfish' })
  for (const { token } of [link, open]) {
    for (const more of ['', '/open', '/card.png', '/card.png?theme=pink'])
      await ask(program, 'GET', `/l/${token}${more}`)
    await ask(program, 'GET', `/oembed?url=${encodeURIComponent(`${program.url}/l/${token}`)}`)
  }
  await knock(socketUrl(address))
  await knock(socketUrl({ ...address, document: randomUUID() }))
  await program.kill()
  expect(logged).toContain('ready')
  for (const secret of secrets) expect(logged).not.toContain(secret)
})

it('T15: guessing a password from one address ends after 20 tries, whatever a forwarding header says', async () => {
  const apart = await start()
  onTestFinished(() => apart.close())
  const owner = await apart.person('owner')
  const id = await owner.create()
  const link = await owner.makeLink(id, { password: 'swordfish' })
  const open = (password: string, i: number): Promise<Answer> =>
    ask(apart, 'POST', `/api/v1/links/${link.token}`, {
      body: { password },
      headers: { 'x-forwarded-for': `192.0.2.${i}`, forwarded: `for=192.0.2.${i}` },
    })
  const tries = await Promise.all(Array.from({ length: 30 }, (_, i) => open(`guess ${i}`, i)))
  expect(tries.filter(({ status }) => status === 403)).toHaveLength(20)
  expect(tries.filter((answer) => codeOf(answer) === 'rate_limited')).toHaveLength(10)
  expect((await open('swordfish', 99)).status).toBe(429)
  // who was in already stays, and who owns it is not concerned
  expect((await owner.api.links(id)).items[0]?.useCount).toBe(0)
  expect((await apart.guest(await owner.makeLink(id))).session.role).toBe('view')
})
