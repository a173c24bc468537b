import type { Session } from '@sticky/shared/api/sessions'
import { decodeJwt } from 'jose'
import { describe, expect, it, onTestFinished } from 'vitest'
import { socketUrl } from './stage/address.ts'
import { Data } from './stage/data.ts'
import { standForDiscord } from './stage/discord.ts'
import { ask, codeOf } from './stage/http.ts'
import type { Answer } from './stage/http.ts'
import { Person } from './stage/person.ts'
import { startProgram } from './stage/program.ts'
import { knock } from './stage/raw-socket.ts'
import { SERVICE_TOKEN } from './stage/server.ts'
import { setStage } from './stage/stage.ts'
import { pause, until } from './stage/until.ts'

const ADA = '400000000000000001'
const GRACE = '400000000000000002'

const discord = await standForDiscord([
  ['code of ada', { id: ADA, username: 'ada.l', global_name: 'Ada' }],
  ['code of grace', { id: GRACE, username: 'grace', global_name: null }],
])

const { server, ada } = await setStage(['ada'], {
  ...discord.settings,
  TRUSTED_PROXIES: 'loopback',
  // what Discord answers on purpose is no news
  LOG_LEVEL: 'fatal',
})

const come = (discordCode: string): Promise<Answer> =>
  ask(server, 'POST', '/api/v1/sessions', { body: { discordCode } })

const sessionOf = async (discordCode: string): Promise<Session> =>
  (await come(discordCode)).body as Session

const leave = (token: string): Promise<Answer> =>
  ask(server, 'DELETE', '/api/v1/users/me', { token })

describe('signing in with Discord', () => {
  it('F41: gives the same kind of token as a password does', async () => {
    const { token, refreshToken, user } = await sessionOf('code of grace')
    expect(Object.keys(decodeJwt(token)).sort()).toEqual(
      Object.keys(decodeJwt(ada.session.token)).sort(),
    )
    expect(user).toMatchObject({ username: null, displayName: 'grace' })
    const next = await ask(server, 'POST', '/api/v1/sessions/refresh', { body: { refreshToken } })
    expect((next.body as Session).user).toEqual(user)
  })

  it('F40 F41: is the user that the bot knows, whoever meets them first, whatever they are called now', async () => {
    const seen = await server.service.putIdentity(ADA, 'Ada L.')
    const { user } = await sessionOf('code of ada')
    expect(user).toEqual({ ...seen, displayName: 'Ada' })
    expect((await sessionOf('code of ada')).user.id).toBe(user.id)
    const met = (await sessionOf('code of grace')).user
    expect((await server.service.putIdentity(GRACE, 'Grace H.')).id).toBe(met.id)
    // nobody is taken for somebody else by a name
    expect([ada.id, met.id]).not.toContain(user.id)
  })

  it('T1 F40: whoever was deleted comes back as somebody new', async () => {
    const { user, token } = await sessionOf('code of ada')
    expect((await leave(token)).status).toBe(204)
    const again = await sessionOf('code of ada')
    expect(again.user.id).not.toBe(user.id)
    expect((await server.service.putIdentity(ADA, 'Ada')).id).toBe(again.user.id)
  })

  it('F41: a code that Discord does not take opens nothing; when Discord is down, that is said', async () => {
    const wrong = await come('made up')
    expect([wrong.status, codeOf(wrong)]).toEqual([401, 'unauthenticated'])
    discord.failing = 503
    const late = await come('code of ada')
    expect([late.status, codeOf(late)]).toEqual([503, 'unavailable'])
    discord.failing = null
  })
})

describe('how often Discord is asked', () => {
  const codeFrom = (address: string, discordCode: string): Promise<Answer> =>
    ask(server, 'POST', '/api/v1/sessions', {
      body: { discordCode },
      headers: { 'x-forwarded-for': address },
    })

  it('T15: it is asked about no more wrong codes from one address than it bears; others sign in', async () => {
    for (let i = 0; i < 300; i += 1)
      expect([i, (await codeFrom('203.0.113.1', 'made up')).status]).toEqual([i, 401])
    const { calls } = discord
    for (const code of ['made up', 'code of ada']) {
      const refused = await codeFrom('203.0.113.1', code)
      expect([refused.status, codeOf(refused)]).toEqual([429, 'rate_limited'])
    }
    const connected = await ada.ask('POST', '/users/me/identities', {
      body: { discordCode: 'made up' },
      headers: { 'x-forwarded-for': '203.0.113.1' },
    })
    expect(codeOf(connected)).toBe('rate_limited')
    expect(discord.calls).toBe(calls)
    expect((await codeFrom('203.0.113.2', 'code of ada')).status).toBe(201)
  })

  it('T15: codes that are right do not count, however many come from one address', async () => {
    for (let i = 0; i < 310; i += 1)
      expect([i, (await codeFrom('203.0.113.3', 'code of ada')).status]).toEqual([i, 201])
  })

  it('C7 F41: when Discord has been asked too much, that is no fault of the code: retry', async () => {
    discord.failing = 429
    const late = await come('code of ada')
    discord.failing = null
    expect([late.status, codeOf(late)]).toEqual([503, 'unavailable'])
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await come('code of ada')).status).toBe(201)
  })

  it('C7 F41: a wrong client secret is told to the operator, in the log; whoever signs in is told whom to tell', async () => {
    let logged = ''
    const program = await startProgram({
      dataDir: new Data().folder,
      settings: { ...discord.settings, DISCORD_CLIENT_SECRET: 'another secret' },
      hear: (chunk) => {
        logged += chunk.toString()
      },
    })
    onTestFinished(() => program.kill())
    const body = { discordCode: 'code of ada' }
    const answer = await ask(program, 'POST', '/api/v1/sessions', { body })
    const message = 'Signing in with Discord does not work on this server. Tell its operator.'
    expect(refusalOf(answer)).toEqual([503, 'unavailable', message])
    await until('it is logged', () => logged.includes('DISCORD_CLIENT_SECRET'))
    for (const secret of ['another secret', 'code of ada']) expect(logged).not.toContain(secret)
  })
})

let newcomers = 0
/** Somebody whom Discord knows and Sticky does not. */
const newcomer = (name: string): { subject: string; discordCode: string } => {
  newcomers += 1
  const subject = String(410_000_000_000_000_000n + BigInt(newcomers))
  const discordCode = `code of newcomer ${newcomers}`
  discord.people.set(discordCode, { id: subject, username: name, global_name: name })
  return { subject, discordCode }
}

/** They have come from Discord: an account without a password. */
const arrive = async (name: string): Promise<{ discordCode: string; who: Person }> => {
  const { discordCode } = newcomer(name)
  return { discordCode, who: new Person(server, await sessionOf(discordCode)) }
}

const signIn = (username: string, password: string): Promise<Answer> =>
  ask(server, 'POST', '/api/v1/sessions', { body: { username, password } })

const refusalOf = ({ status, body }: Answer): unknown[] => {
  const { code, message } = (body as { error: { code: string; message: string } }).error
  return [status, code, message]
}

describe('a user name and a password for who came from Discord', () => {
  const login = { username: 'hedy', password: 'battery staple' }

  it('F40 F41: they sign in on the web as the same user, and what they have open stays open', async () => {
    const { who, discordCode } = await arrive('Hedy')
    const id = await who.create('text')
    const client = await who.open(id)
    const changed = await who.ask('PATCH', '/users/me', { body: login })
    expect(changed.body).toEqual({ ...who.session.user, username: 'hedy' })
    const web = (await signIn('hedy', 'battery staple')).body as Session
    expect(web.user).toEqual(changed.body)
    expect((await sessionOf(discordCode)).user).toEqual(changed.body)
    expect((await who.api.me()).id).toBe(who.id)
    client.write((text) => text.insert(0, 'still here: '))
    await until('it is saved', () => client.saved === 1)
    expect(await who.api.content(id)).toBe('still here: text')
  })

  it('F40: from then on they are called as they say, whatever Discord calls them', async () => {
    const { who, discordCode } = await arrive('lise.m')
    const body = { username: 'lise', password: 'battery staple', displayName: 'Lise' }
    expect((await who.ask('PATCH', '/users/me', { body })).body).toMatchObject({
      displayName: 'Lise',
    })
    expect((await sessionOf(discordCode)).user.displayName).toBe('Lise')
  })

  it('T14: a taken name is refused, in any case, and a name stays once it is there', async () => {
    const { who } = await arrive('Eve')
    const ask = (body: unknown): Promise<Answer> => who.ask('PATCH', '/users/me', { body })
    const taken = await ask({ ...login, username: 'ADA' })
    expect([taken.status, codeOf(taken)]).toEqual([409, 'username_taken'])
    const alone = 'Send username and password together: you have neither yet.'
    for (const half of [{ username: 'eve' }, { password: 'battery staple' }])
      expect(refusalOf(await ask(half))).toEqual([400, 'invalid_request', alone])
    expect((await ask({ ...login, username: 'eve' })).status).toBe(200)
    const stays = [409, 'conflict', 'Your user name is eve and stays. Leave username out.']
    expect(refusalOf(await ask({ ...login, username: 'mallory' }))).toEqual(stays)
    expect(refusalOf(await ask({ username: 'eve' }))).toEqual(stays)
    expect((await signIn('eve', login.password)).status).toBe(201)
    // the same for who has registered
    const renamed = await ada.ask('PATCH', '/users/me', { body: { ...login, username: 'ada2' } })
    expect(codeOf(renamed)).toBe('conflict')
  })

  it('T6: the service gives nobody a password', async () => {
    const { who } = await arrive('Mary')
    const path = '/api/v1/users/me'
    const body = { ...login, username: 'mary' }
    const asking = { token: SERVICE_TOKEN, acting: who.id, body }
    const answer = await ask(server, 'PATCH', path, asking)
    expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden'])
    expect((await who.api.me()).username).toBeNull()
  })
})

describe('Discord for who has registered', () => {
  let registered = 0
  const register = (): Promise<Person> => server.person(`registered-${(registered += 1)}`)
  const connect = (who: Person, discordCode: string): Promise<Answer> =>
    who.ask('POST', '/users/me/identities', { body: { discordCode } })

  it('F40 F41: is theirs, and says so again; they come from there as the same user', async () => {
    const who = await register()
    const { subject, discordCode } = newcomer('Somebody')
    expect((await who.api.identities()).items).toEqual([])
    const identity = { provider: 'discord', subject }
    expect(await who.api.connectDiscord(discordCode)).toEqual(identity)
    expect(await who.api.connectDiscord(discordCode)).toEqual(identity)
    expect((await who.api.identities()).items).toEqual([identity])
    expect((await sessionOf(discordCode)).user).toEqual(who.session.user)
    expect((await server.service.putIdentity(subject, 'Somebody')).id).toBe(who.id)
    expect((await who.api.me()).displayName).toBe(who.session.user.displayName)
  })

  it('F40 F41: an account born of Discord is joined: its documents, with the stronger right of the two', async () => {
    const who = await register()
    const { who: born, discordCode } = await arrive('Born')
    const own = await born.create('mine')
    const both = await ada.share('theirs', who, 'view')
    await ada.grant(both, born, 'edit')
    const kept = await ada.share('theirs', born, 'view')
    await ada.grant(kept, who, 'edit')
    const client = await who.open(both)
    expect((await connect(who, discordCode)).status).toBe(200)
    expect((await who.api.document(own)).role).toBe('own')
    expect((await who.api.document(own)).createdBy?.id).toBe(who.id)
    const owned = (await who.api.listDocuments({ scope: 'owned', createdBy: who.id })).items
    expect(owned.map(({ id }) => id)).toEqual([own])
    expect((await who.api.search({ q: 'plan', createdBy: who.id })).items).toHaveLength(1)
    for (const id of [both, kept]) {
      expect((await who.api.document(id)).role).toBe('edit')
      const principals = (await ada.api.grants(id)).items.map(({ principal }) => principal)
      expect(principals.toSorted()).toEqual([ada.principal, who.principal].toSorted())
    }
    // what is open learns of it, too
    await until('it may write', () => client.of('access').some(({ role }) => role === 'edit'))
    client.write((text) => text.insert(0, 'now '))
    await until('it is saved', () => client.saved === 1)
    expect(await ada.api.content(both)).toBe('now theirs')
  })

  it('T1 R31: sessions and sockets of the joined account end, and nothing of them lands after it', async () => {
    const who = await register()
    const { who: born, discordCode } = await arrive('Born')
    const id = await born.create('text')
    const client = await born.open(id)
    const { ticket } = await born.addressOf(id)
    const typing = setInterval(
      () => client.closed ?? client.write((text) => text.insert(0, 'x')),
      1,
    )
    await until('some of it is there', () => client.saved > 5)
    expect((await connect(who, discordCode)).status).toBe(200)
    const after = (await server.store.log.head(id))?.seq
    expect(await client.closing(2_000)).toBe(4403)
    clearInterval(typing)
    await pause(100)
    expect((await server.store.log.head(id))?.seq).toBe(after)
    expect((await born.ask('GET', '/users/me')).status).toBe(401)
    const body = { refreshToken: born.session.refreshToken }
    expect((await ask(server, 'POST', '/api/v1/sessions/refresh', { body })).status).toBe(401)
    expect(await knock(socketUrl({ url: server.url, document: id, ticket }))).toBe('closed 4403')
    // it lives on as one: the same person at once
    expect((await sessionOf(discordCode)).user.id).toBe(who.id)
  })

  it('F61 R13: what both wrote is told as by one', async () => {
    const who = await register()
    const { who: born, discordCode } = await arrive('Born')
    const id = await born.share('born\n', who, 'edit')
    await who.api.append(id, 'who')
    await connect(who, discordCode)
    const { writers, runs, text } = await who.api.authorship(id)
    expect(text).toBe('born\nwho')
    const { id: me, displayName: name, color } = who.session.user
    expect(writers).toEqual([
      { id: me, name, color },
      { id: me, name, color },
    ])
    expect(runs).toHaveLength(2)
    expect((await who.api.card(id)).people).toEqual([{ name, color }])
    // in the log each entry has the author who has signed it
    const { items } = await who.api.updates(id)
    expect(items.map(({ author }) => author)).toEqual([`user:${born.id}`, `user:${who.id}`])
  })

  it('F9: what the chat has opened to them stays open, also through a bot that remembers who they were', async () => {
    const who = await register()
    const { who: born, discordCode } = await arrive('Born')
    const channel = '100000000000000009/200000000000000009'
    const prove = (userId: string): Promise<void> =>
      server.service.putMembership({ userId, channel, access: 'edit', roles: [] })
    await prove(ada.id)
    const id = await ada.create('in the channel')
    await ada.api.putGrant(id, `channel:${channel}`, { role: 'edit' })
    await prove(born.id)
    await connect(who, discordCode)
    expect((await who.api.document(id)).role).toBe('edit')
    expect((await server.service.as(born.id).me()).id).toBe(who.id)
    expect((await server.service.as(born.id).document(id)).role).toBe('edit')
  })

  it('T14: an account with a password of its own is not taken over, nor is a second Discord person taken in', async () => {
    const who = await register()
    const { who: born, discordCode } = await arrive('Born')
    const body = { username: 'born', password: 'battery staple' }
    await born.ask('PATCH', '/users/me', { body })
    const refused = await connect(who, discordCode)
    expect([refused.status, codeOf(refused)]).toEqual([409, 'conflict'])
    expect((await sessionOf(discordCode)).user.id).toBe(born.id)
    expect((await born.api.me()).username).toBe('born')
    const second = await connect(born, newcomer('Another').discordCode)
    expect([second.status, codeOf(second)]).toEqual([409, 'conflict'])
    // two who came from Discord are two
    const third = await arrive('Third')
    expect(codeOf(await connect(third.who, (await arrive('Fourth')).discordCode))).toBe('conflict')
  })

  it('T6 T17: takes a code that Discord knows and a session of their own, nothing less', async () => {
    const who = await register()
    const { subject, discordCode } = newcomer('Somebody')
    const wrong = await connect(who, 'made up')
    expect([wrong.status, codeOf(wrong)]).toEqual([401, 'unauthenticated'])
    const path = '/api/v1/users/me/identities'
    const body = { discordCode }
    const bot = await ask(server, 'POST', path, { token: SERVICE_TOKEN, acting: who.id, body })
    expect([bot.status, codeOf(bot)]).toEqual([403, 'forbidden'])
    const link = await ada.makeLink(await ada.create())
    const guest = await server.guest(link, { as: who })
    const byLink = await guest.ask('POST', '/users/me/identities', { body })
    expect([byLink.status, codeOf(byLink)]).toEqual([403, 'forbidden'])
    expect((await ask(server, 'POST', path, { body })).status).toBe(401)
    expect((await who.api.identities()).items).toEqual([])
    expect((await server.service.putIdentity(subject, 'Somebody')).id).not.toBe(who.id)
  })
})
