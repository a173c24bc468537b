import { MESSAGE, SYNC, syncFrame } from '@sticky/shared/frames'
import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { inStep, newLink, openLink } from './guest.ts'
import type { Guest } from './guest.ts'
import { ask, knock } from './http.ts'
import { connectPlain, start, until } from './start.ts'
import type { Person, PlainClient, TestServer } from './start.ts'
import { StickyClient } from './sticky-client.ts'

let server: TestServer
let ada: Person
let grace: Person

beforeAll(async () => {
  server = await start()
  ada = await server.person('ada')
  grace = await server.person('grace')
})
afterAll(() => server.close())

const shared = async (role: 'view' | 'edit' = 'edit'): Promise<string> => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'hello' })
  await ada.api.putGrant(id, `user:${grace.id}`, { role })
  return id
}

const guestOf = async (id: string, role: 'view' | 'edit' = 'edit'): Promise<Guest> =>
  openLink(server, await newLink(ada, id, { role }))

const headOf = async (document: string): Promise<number> =>
  (await server.store.log.head(document))?.seq ?? -1

const lastAuthor = async (id: string): Promise<string | undefined> =>
  (await ada.api.updates(id)).items.at(-1)?.author

describe('a guest on the socket', () => {
  it('F45 F47: reads and follows by a view link, writes by an edit link, with the unmodified y-websocket', async () => {
    const id = await shared()
    const reader = await connectPlain(server, await guestOf(id, 'view'), id)
    const writer = await connectPlain(server, await guestOf(id, 'edit'), id)
    await until('both have the text', () =>
      [reader, writer].every(({ text }) => text.toJSON() === 'hello'),
    )
    writer.text.insert(5, ', world')
    await until('the reader follows', () => reader.text.toJSON() === 'hello, world')
    expect(await ada.api.content(id)).toBe('hello, world')
    reader.close()
    writer.close()
  })

  it('T2 R30: what comes by a view link is not applied, not passed on and not stored', async () => {
    const id = await shared()
    const owner = await connectPlain(server, ada, id)
    const guest = await guestOf(id, 'view')
    const viewer = await inStep(server, guest, id)
    const before = await headOf(id)
    viewer.write((text) => text.insert(0, 'EVIL '))
    await until('it is refused', () => viewer.of('refused').length === 1)
    expect(viewer.of('refused')[0]).toMatchObject({ n: 1, reason: 'read-only' })
    // one client, one struct: "x" at the start of the text
    const update = [1, 1, 5, 0, 4, 1, 7, 99, 111, 110, 116, 101, 110, 116, 1, 120, 0]
    for (const kind of [SYNC.update, SYNC.step2]) {
      const { ticket } = await guest.api.createTicket(id)
      const ws = new WebSocket(`${server.url.replace('http', 'ws')}/sync/v1/${id}?ticket=${ticket}`)
      const code = new Promise((resolve) => ws.once('close', resolve))
      await new Promise((resolve) => ws.once('open', resolve))
      ws.send(syncFrame(kind, Uint8Array.from(update)))
      expect(await code).toBe(4409)
    }
    await until('the owner has the text', () => owner.text.toJSON() === 'hello')
    expect(await headOf(id)).toBe(before)
    owner.close()
    viewer.close()
  })

  it('R13: goes on as the same author after a reload; another guest by the same link is another one', async () => {
    const id = await shared()
    const link = await newLink(ada, id, { role: 'edit' })
    const guest = await openLink(server, link)
    const first = await inStep(server, guest, id)
    first.write((text) => text.insert(0, 'a'))
    await until('it is saved', () => first.saved === 1)
    const author = await lastAuthor(id)
    expect(author).toMatch(/^link:/)
    // the page is loaded again, with what the browser has kept: the text, its client id, the token
    const second = await inStep(server, guest, id)
    first.doc.transact(() => first.text.insert(0, 'b'))
    second.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(first.doc)))
    await until('it is saved', () => second.saved === 1)
    expect(await lastAuthor(id)).toBe(author)
    const other = await inStep(server, await openLink(server, link), id)
    first.doc.transact(() => first.text.insert(0, 'c'))
    other.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(first.doc)))
    await until('it is refused', () => other.of('refused').length === 1)
    expect(other.of('refused')[0]?.reason).toBe('not yours')
    for (const client of [first, second, other]) client.close()
  })

  it('R13: who is signed in writes in their own name, by a link too', async () => {
    const { id } = await ada.api.createDocument({ title: 'Plan', content: 'hello' })
    const link = await newLink(ada, id, { role: 'edit' })
    const client = await inStep(server, await openLink(server, link, { as: grace }), id)
    client.write((text) => text.insert(0, 'a'))
    await until('it is saved', () => client.saved === 1)
    expect(await lastAuthor(id)).toBe(`user:${grace.id}`)
    client.close()
  })

  it('T7 T8: has a ticket for its own document only', async () => {
    const id = await shared()
    const other = await shared()
    const guest = await guestOf(id)
    const { ticket } = await guest.api.createTicket(id)
    await expect(guest.api.createTicket(other)).rejects.toMatchObject({ code: 'not_found' })
    expect(await knock(server, id, ticket)).toBe('open')
    expect(await knock(server, other, ticket)).toBe('http 401')
  })
})

describe('presence', () => {
  type Seen = { user?: { id: string; name: string; color: string }; cursor?: unknown }
  const seenBy = ({ provider }: PlainClient, { doc }: PlainClient): Seen | undefined =>
    provider.awareness.getStates().get(doc.clientID)

  it('F26 R40: a guest is called "Guest" and a number by the server, whatever it claims, and the same after a reload', async () => {
    const id = await shared()
    const guest = await guestOf(id, 'view')
    const owner = await connectPlain(server, ada, id)
    const names: (string | undefined)[] = []
    for (const load of [1, 2]) {
      const page = await connectPlain(server, guest, id)
      page.provider.awareness.setLocalState({ user: { name: 'Ada CEO', id: ada.id }, load })
      await until('the owner sees the guest', () => seenBy(owner, page)?.user !== undefined)
      names.push(seenBy(owner, page)?.user?.name)
      expect(seenBy(owner, page)?.user?.id).not.toBe(ada.id)
      page.close()
    }
    expect(names[0]).toMatch(/^Guest \d{4}$/)
    expect(names[1]).toBe(names[0])
    owner.close()
  })

  it('R43 T9: no frame to a link session has a user id in it, and yet tells people apart', async () => {
    const id = await shared()
    const { id: elsewhere } = await ada.api.createDocument({ title: 'Other' })
    const owner = await connectPlain(server, ada, id)
    const editor = await connectPlain(server, grace, id)
    for (const { provider } of [owner, editor]) provider.awareness.setLocalState({ cursor: 1 })
    const frames: Buffer[] = []
    const guest = await openLink(server, await newLink(ada, id), { as: grace })
    const { ticket } = await guest.api.createTicket(id)
    const ws = new WebSocket(`${server.url.replace('http', 'ws')}/sync/v1/${id}?ticket=${ticket}`)
    ws.on('message', (data: Buffer) => frames.push(data))
    await new Promise((resolve) => ws.once('open', resolve))
    ws.send(Uint8Array.from([MESSAGE.sync, SYNC.step1, 1, 0]))
    const told = (): string => Buffer.concat(frames).toString('latin1')
    await until('it is told of both', () => /"ada".*"grace"|"grace".*"ada"/s.test(told()))
    owner.provider.awareness.setLocalState({ cursor: 2 })
    await until('it is told of a move', () => told().includes('"cursor":2'))
    ws.send(Uint8Array.from([MESSAGE.queryAwareness]))
    const before = frames.length
    await until('it is answered', () => frames.length > before)
    for (const secret of [ada.id, grace.id]) expect(told()).not.toContain(secret)
    const ids = new Set([...told().matchAll(/"id":"([^"]+)"/g)].map(([, one]) => one))
    expect(ids.size).toBe(2)
    // the same person has another id in another document
    const there = await connectPlain(server, ada, elsewhere)
    there.provider.awareness.setLocalState({ cursor: 1 })
    const witness = await connectPlain(server, await guestOf(elsewhere, 'view'), elsewhere)
    await until('it sees the owner', () => seenBy(witness, there)?.user !== undefined)
    expect(ids).not.toContain(seenBy(witness, there)?.user?.id)
    // users among themselves see who is who
    await until('Grace sees Ada', () => seenBy(editor, owner)?.user !== undefined)
    expect(seenBy(editor, owner)?.user?.id).toBe(ada.id)
    ws.close()
    for (const client of [owner, editor, there, witness]) client.close()
  })

  it('R40: a link session speaks for itself only', async () => {
    const id = await shared()
    const owner = await connectPlain(server, ada, id)
    owner.provider.awareness.setLocalState({ cursor: 'true' })
    const liar = await inStep(server, await guestOf(id), id)
    const state = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarUint(encoder, owner.doc.clientID)
      encoding.writeVarUint(encoder, 9_999)
      encoding.writeVarString(encoder, '{"cursor":"false"}')
    })
    liar.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, MESSAGE.awareness)
        encoding.writeVarUint8Array(encoder, state)
      }),
    )
    const witness = await connectPlain(server, ada, id)
    await until('the witness sees Ada', () => seenBy(witness, owner) !== undefined)
    expect(seenBy(witness, owner)?.cursor).toBe('true')
    liar.close()
    owner.close()
    witness.close()
  })
})

describe('F48: the end of a link', () => {
  it('R32 R34: revoking cuts whoever came by it within 2 s, for good, and nobody else', async () => {
    const id = await shared()
    const link = await newLink(ada, id, { role: 'edit' })
    const guests = await Promise.all([1, 2].map(() => openLink(server, link)))
    const signedIn = await openLink(server, link, { as: grace })
    const cut = await Promise.all([...guests, signedIn].map((one) => inStep(server, one, id)))
    const others = await Promise.all(
      [ada, grace, await guestOf(id)].map((one) => inStep(server, one, id)),
    )
    const { ticket } = await signedIn.api.createTicket(id)
    await ada.api.revokeLink(id, link.id)
    await until('all are cut', () => cut.every(({ closed }) => closed !== null), 2_000)
    expect(cut.map(({ closed }) => closed?.code)).toEqual([4403, 4403, 4403])
    expect(others.map(({ closed }) => closed)).toEqual([null, null, null])
    for (const { api } of [...guests, signedIn]) {
      await expect(api.createTicket(id)).rejects.toMatchObject({ code: 'link_revoked' })
      await expect(api.content(id)).rejects.toMatchObject({ code: 'link_revoked' })
    }
    expect(await knock(server, id, ticket)).toBe('closed 4403')
    // with their own right they come back
    expect(await grace.api.createTicket(id)).toMatchObject({ role: 'edit' })
    for (const other of others) other.close()
  })

  it('R31 T26: writes that race with the revocation, over socket and API, never land after it', async () => {
    const id = await shared()
    const link = await newLink(ada, id, { role: 'edit' })
    const guest = await openLink(server, link)
    const client = await inStep(server, guest, id)
    const typing = setInterval(
      () => client.closed ?? client.write((text) => text.insert(0, 'x')),
      1,
    )
    await until('some of it is there', () => client.saved > 5)
    const appends = Array.from({ length: 5 }, () => guest.api.append(id, 'late').catch(() => null))
    await ada.api.revokeLink(id, link.id)
    const after = await headOf(id)
    await until('it is cut', () => client.closed !== null)
    await Promise.all(appends)
    await new Promise((resolve) => setTimeout(resolve, 100))
    clearInterval(typing)
    expect(await headOf(id)).toBe(after)
  })

  it('R34: expiry cuts who is connected at that moment, joined or not, and withdraws their presence', async () => {
    const id = await shared()
    const expiresAt = Date.now() + 3_000
    const guest = await openLink(server, await newLink(ada, id, { role: 'edit', expiresAt }))
    const { ticket } = await guest.api.createTicket(id)
    const client = await connectPlain(server, guest, id)
    const lurker = new StickyClient(server.url, id, ticket)
    const owner = await connectPlain(server, ada, id)
    client.provider.awareness.setLocalState({ cursor: 1 })
    const isSeen = (): boolean => owner.provider.awareness.getStates().has(client.doc.clientID)
    await until('the owner sees the guest', isSeen)
    const code = new Promise((resolve) => {
      client.provider.on('closed', (event) => resolve(event.code))
    })
    await until('the lurker is cut', () => lurker.closed !== null, 5_000)
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt - 1)
    expect(Date.now()).toBeLessThan(expiresAt + 2_000)
    expect([lurker.closed?.code, await code]).toEqual([4403, 4403])
    await until('the guest is gone', () => !isSeen())
    await expect(guest.api.createTicket(id)).rejects.toMatchObject({ code: 'link_expired' })
    expect(await knock(server, id, ticket)).toBe('closed 4403')
    client.close()
    owner.close()
  })

  it('R32: where people need a right of their own, its change reaches them by the link too', async () => {
    const id = await shared('edit')
    const link = await newLink(ada, id, { role: 'edit', audience: 'granted' })
    const client = await inStep(server, await openLink(server, link, { as: grace }), id)
    await ada.api.putGrant(id, `user:${grace.id}`, { role: 'view' })
    await until('it is told', () => client.of('access').at(-1)?.role === 'view', 2_000)
    await ada.api.deleteGrant(id, `user:${grace.id}`)
    await until('it is cut', () => client.closed !== null, 2_000)
    expect(client.closed?.code).toBe(4403)
  })

  it('T1: deleting the user cuts who came signed in by a link; the guest next to them stays', async () => {
    const hedy = await server.person('hedy')
    const id = await shared()
    const link = await newLink(ada, id)
    const user = await inStep(server, await openLink(server, link, { as: hedy }), id)
    const guest = await inStep(server, await openLink(server, link), id)
    const { token } = hedy.session
    await ask(server, 'DELETE', '/api/v1/users/me', { token })
    await until('the user is cut', () => user.closed !== null, 2_000)
    expect([user.closed?.code, guest.closed]).toEqual([4403, null])
    guest.close()
  })

  it('R32: deleting the document closes guests with 4404', async () => {
    const id = await shared()
    const client = await inStep(server, await guestOf(id), id)
    await ada.api.deleteDocument(id)
    await until('it is closed', () => client.closed !== null, 2_000)
    expect(client.closed?.code).toBe(4404)
  })

  it('R31: making and using links, and revoking one, refuses nobody who is writing', async () => {
    const id = await shared()
    const client = await inStep(server, await guestOf(id), id)
    const other = await newLink(ada, id)
    for (let i = 0; i < 20; i += 1) client.write((text) => text.insert(0, `${i} `))
    await openLink(server, other)
    await ada.api.revokeLink(id, other.id)
    for (let i = 0; i < 20; i += 1) client.write((text) => text.insert(0, `${i} `))
    await until('all is saved', () => client.saved === 40)
    expect([client.of('refused'), client.closed]).toEqual([[], null])
    client.close()
  })
})

it('T7: a link session has the same rights over HTTP and on the socket, whatever became of its link', async () => {
  const outcomes: Record<string, unknown> = {}
  const cases: Record<string, (id: string, linkId: string) => Promise<unknown>> = {
    living: async () => {},
    revoked: (id, linkId) => ada.api.revokeLink(id, linkId),
    'of a deleted document': (id) => ada.api.deleteDocument(id),
  }
  for (const [what, happen] of Object.entries(cases)) {
    const id = await shared()
    const link = await newLink(ada, id)
    const { session, api } = await openLink(server, link)
    const { ticket } = await api.createTicket(id)
    await happen(id, link.id)
    const { token } = session
    const path = `/api/v1/documents/${id}`
    const read = await ask(server, 'GET', path, { token })
    const asked = await ask(server, 'POST', `${path}/tickets`, { token })
    outcomes[what] = [read.status, asked.status, await knock(server, id, ticket)]
  }
  expect(outcomes).toEqual({
    living: [200, 201, 'open'],
    revoked: [410, 410, 'closed 4403'],
    'of a deleted document': [404, 404, 'closed 4404'],
  })
})
