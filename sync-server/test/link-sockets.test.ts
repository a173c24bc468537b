import { MESSAGE, SYNC, syncFrame } from '@sticky/shared/frames'
import { once } from 'node:events'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { socketUrl } from './stage/address.ts'
import { bytes, letter } from './stage/forge.ts'
import type { Guest } from './stage/guest.ts'
import type { PlainClient } from './stage/plain-client.ts'
import { closeCode, knock } from './stage/raw-socket.ts'
import { setStage } from './stage/stage.ts'
import { pause, until } from './stage/until.ts'
import { untold } from './stage/untold.ts'
import type { Visitor } from './stage/visitor.ts'

const MOST = 5
const MOST_GUESTS = 8

const { server, ada, grace } = await setStage(['ada', 'grace'], {
  LIMIT_CONNECTIONS_PER_USER: String(MOST),
  LIMIT_CONNECTIONS_PER_LINK: String(MOST_GUESTS),
  LIMIT_MESSAGES_PER_SECOND_PER_USER: '50',
})

/** A document of Ada's that Grace may edit. */
const shared = (): Promise<string> => ada.share('hello', grace, 'edit')

const guestOf = async (id: string, role: 'view' | 'edit' = 'edit'): Promise<Guest> =>
  server.guest(await ada.makeLink(id, { role }))

const headOf = async (document: string): Promise<number> =>
  (await server.store.log.head(document))?.seq ?? -1

const lastAuthor = async (id: string): Promise<string | undefined> =>
  (await ada.api.updates(id)).items.at(-1)?.author

describe('a guest on the socket', () => {
  it('F45 F47: reads and follows by a view link, writes by an edit link, with the unmodified y-websocket', async () => {
    const id = await shared()
    const reader = await (await guestOf(id, 'view')).openPlain(id)
    const writer = await (await guestOf(id, 'edit')).openPlain(id)
    await until('both have the text', () =>
      [reader, writer].every(({ text }) => text.toJSON() === 'hello'),
    )
    writer.text.insert(5, ', world')
    await until('the reader follows', () => reader.text.toJSON() === 'hello, world')
    expect(await ada.api.content(id)).toBe('hello, world')
  })

  it('T2 R30: what comes by a view link is not applied, not passed on and not stored', async () => {
    const id = await shared()
    const owner = await ada.openPlain(id)
    const guest = await guestOf(id, 'view')
    const viewer = await guest.open(id)
    const before = await headOf(id)
    viewer.write((text) => text.insert(0, 'EVIL '))
    expect(await viewer.refusal()).toMatchObject({ n: 1, reason: 'read-only' })
    for (const kind of [SYNC.update, SYNC.step2]) {
      const ws = await guest.openRaw(id)
      const code = closeCode(ws)
      ws.send(syncFrame(kind, letter(5, 0)))
      expect(await code).toBe(4409)
    }
    await until('the owner has the text', () => owner.text.toJSON() === 'hello')
    expect(await headOf(id)).toBe(before)
  })

  it('R13: goes on as the same author after a reload; another guest by the same link is another one', async () => {
    const id = await shared()
    const link = await ada.makeLink(id, { role: 'edit' })
    const guest = await server.guest(link)
    const first = await guest.open(id)
    await first.type('a')
    const author = await lastAuthor(id)
    expect(author).toMatch(/^link:/)
    // the page is loaded again, with what the browser has kept: the text, its client id, the token
    const second = await guest.open(id)
    first.doc.transact(() => first.text.insert(0, 'b'))
    second.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(first.doc)))
    await until('it is saved', () => second.saved === 1)
    expect(await lastAuthor(id)).toBe(author)
    const other = await (await server.guest(link)).open(id)
    first.doc.transact(() => first.text.insert(0, 'c'))
    other.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(first.doc)))
    expect((await other.refusal()).reason).toBe('not yours')
  })

  it('R13: who is signed in writes in their own name, by a link too', async () => {
    const id = await ada.create('hello')
    const link = await ada.makeLink(id, { role: 'edit' })
    const client = await (await server.guest(link, { as: grace })).open(id)
    await client.type('a')
    expect(await lastAuthor(id)).toBe(`user:${grace.id}`)
  })

  it('T7 T8: has a ticket for its own document only', async () => {
    const id = await shared()
    const other = await shared()
    const guest = await guestOf(id)
    const address = await guest.addressOf(id)
    await expect(guest.api.createTicket(other)).rejects.toMatchObject({ code: 'not_found' })
    expect(await knock(socketUrl(address))).toBe('open')
    expect(await knock(socketUrl({ ...address, document: other }))).toBe('http 401')
  })

  it('R50: has a share of its own; who is signed in has one, by a link or not', async () => {
    const id = await shared()
    const link = await ada.makeLink(id)
    const guest = await server.guest(link)
    const signedIn = await server.guest(link, { as: grace })
    for (const [one, same] of [
      [guest, await server.guest(link, { as: guest })],
      [signedIn, grace],
    ] as const) {
      await Promise.all(Array.from({ length: MOST }, () => one.openRaw(id)))
      expect(await knock(socketUrl(await same.addressOf(id)))).toBe('closed 4529')
    }
    const others = [await server.guest(link), ada]
    for (const other of others)
      expect(await knock(socketUrl(await other.addressOf(id)))).toBe('open')
  })
})

describe('all guests of one link (R50)', () => {
  it('R50 T15: have no more sockets together than a link may have, however often they open it; others are not concerned', async () => {
    const id = await shared()
    const link = await ada.makeLink(id)
    for (let i = 0; i < MOST_GUESTS; i += 1) await (await server.guest(link)).openRaw(id)
    const come = async (who: Visitor): Promise<string> => knock(socketUrl(await who.addressOf(id)))
    expect(await come(await server.guest(link))).toBe('closed 4529')
    expect(await come(await server.guest(link, { as: grace }))).toBe('open')
    expect(await come(await guestOf(id))).toBe('open')
  })

  it('R50 T15: send no more together than one person may', async () => {
    const id = await shared()
    const link = await ada.makeLink(id, { role: 'edit' })
    const crowd = await Promise.all(
      Array.from({ length: 4 }, async () => (await server.guest(link)).open(id)),
    )
    const other = await ada.open(id)
    const at = performance.now()
    for (let i = 0; i < 50; i += 1)
      for (const client of crowd) client.write((text) => text.insert(0, 'x'))
    other.write((text) => text.insert(0, 'meanwhile'))
    await until('somebody else is saved', () => other.saved === 1)
    await until('all is saved', () => crowd.every(({ saved }) => saved === 50))
    for (const n of [51, 52]) {
      crowd[0]?.write((text) => text.insert(0, 'x'))
      await until('one more is saved', () => crowd[0]?.saved === n)
    }
    // 50 a second, of which a burst of 100 passes at once: what comes on credit makes the next wait, at most a second
    expect(performance.now() - at).toBeGreaterThan(900)
    expect(crowd.map(({ closed }) => closed)).toEqual([null, null, null, null])
  })
})

describe('presence', () => {
  /** What one sees of another. */
  const seen = (one: PlainClient, { doc }: PlainClient) => one.sees(doc.clientID)

  it('F26 R40: a guest is called "Guest" and a number by the server, whatever it claims, and the same after a reload', async () => {
    const id = await shared()
    const guest = await guestOf(id, 'view')
    const owner = await ada.openPlain(id)
    const names: (string | undefined)[] = []
    for (const load of [1, 2]) {
      const page = await guest.openPlain(id)
      page.provider.awareness.setLocalState({ user: { name: 'Ada CEO', id: ada.id }, load })
      await until('the owner sees the guest', () => seen(owner, page)?.user !== undefined)
      names.push(seen(owner, page)?.user?.name)
      expect(seen(owner, page)?.user?.id).not.toBe(ada.id)
      page.close()
    }
    expect(names[0]).toMatch(/^Guest \d{4}$/)
    expect(names[1]).toBe(names[0])
  })

  it('R43 T9: no frame to a link session has a user id in it, and yet tells people apart', async () => {
    const id = await shared()
    const elsewhere = await ada.create()
    const owner = await ada.openPlain(id)
    const editor = await grace.openPlain(id)
    for (const { provider } of [owner, editor]) provider.awareness.setLocalState({ cursor: 1 })
    const frames: Buffer[] = []
    const guest = await server.guest(await ada.makeLink(id), { as: grace })
    const ws = new WebSocket(socketUrl(await guest.addressOf(id)))
    onTestFinished(() => ws.terminate())
    ws.on('message', (data: Buffer) => frames.push(data))
    await once(ws, 'open')
    ws.send(Uint8Array.from([MESSAGE.sync, SYNC.step1, 1, 0]))
    const told = (): string => Buffer.concat(frames).toString('latin1')
    await until('it is told of both', () => /"ada".*"grace"|"grace".*"ada"/s.test(told()))
    owner.provider.awareness.setLocalState({ cursor: 2 })
    await until('it is told of a move', () => told().includes('"cursor":2'))
    const before = frames.length
    ws.send(Uint8Array.from([MESSAGE.queryAwareness]))
    await until('it is answered', () => frames.length > before)
    for (const secret of [ada.id, grace.id]) expect(told()).not.toContain(secret)
    const ids = new Set([...told().matchAll(/"id":"([^"]+)"/g)].map(([, one]) => one))
    expect(ids.size).toBe(2)
    // the same person has another id in another document
    const there = await ada.openPlain(elsewhere)
    there.provider.awareness.setLocalState({ cursor: 1 })
    const witness = await (await guestOf(elsewhere, 'view')).openPlain(elsewhere)
    await until('it sees the owner', () => seen(witness, there)?.user !== undefined)
    expect(ids).not.toContain(seen(witness, there)?.user?.id)
    // users among themselves see who is who
    await until('Grace sees Ada', () => seen(editor, owner)?.user !== undefined)
    expect(seen(editor, owner)?.user?.id).toBe(ada.id)
  })

  it('R40: a link session speaks for itself only', async () => {
    const id = await shared()
    const owner = await ada.openPlain(id)
    owner.provider.awareness.setLocalState({ cursor: 'true' })
    const liar = await (await guestOf(id)).open(id)
    const state = bytes(1, owner.doc.clientID, 9_999, '{"cursor":"false"}')
    liar.send(bytes(MESSAGE.awareness, state.length, state))
    const witness = await ada.openPlain(id)
    await until('the witness sees Ada', () => seen(witness, owner) !== undefined)
    expect(seen(witness, owner)?.cursor).toBe('true')
  })
})

describe('F48: the end of a link', () => {
  it('R32 R34: revoking cuts whoever came by it within 2 s, for good, and nobody else', async () => {
    const id = await shared()
    const link = await ada.makeLink(id, { role: 'edit' })
    const guests = await Promise.all([1, 2].map(() => server.guest(link)))
    const signedIn = await server.guest(link, { as: grace })
    const cut = await Promise.all([...guests, signedIn].map((one) => one.open(id)))
    const others = await Promise.all([ada, grace, await guestOf(id)].map((one) => one.open(id)))
    const address = await signedIn.addressOf(id)
    await ada.api.revokeLink(id, link.id)
    const codes = await Promise.all(cut.map((client) => client.closing(2_000)))
    expect(codes).toEqual([4403, 4403, 4403])
    expect(others.map(({ closed }) => closed)).toEqual([null, null, null])
    for (const { api } of [...guests, signedIn]) {
      await expect(api.createTicket(id)).rejects.toMatchObject({ code: 'link_revoked' })
      await expect(api.content(id)).rejects.toMatchObject({ code: 'link_revoked' })
    }
    expect(await knock(socketUrl(address))).toBe('closed 4403')
    // with their own right they come back
    expect(await grace.api.createTicket(id)).toMatchObject({ role: 'edit' })
  })

  it('R31 T26: writes that race with the revocation, over socket and API, never land after it', async () => {
    const id = await shared()
    const link = await ada.makeLink(id, { role: 'edit' })
    const guest = await server.guest(link)
    const client = await guest.open(id)
    const typing = setInterval(
      () => client.closed ?? client.write((text) => text.insert(0, 'x')),
      1,
    )
    await until('some of it is there', () => client.saved > 5)
    const appends = Array.from({ length: 5 }, () => guest.api.append(id, 'late').catch(() => null))
    const { links } = server.store
    const { change, seen } = untold(links.revoke.bind(links), () => headOf(id))
    vi.spyOn(links, 'revoke').mockImplementationOnce(change)
    await ada.api.revokeLink(id, link.id)
    await client.closing()
    await Promise.all(appends)
    await pause(100)
    clearInterval(typing)
    expect(await headOf(id)).toBe(await seen)
  })

  it('R34: expiry cuts who is connected at that moment, joined or not, and withdraws their presence', async () => {
    const id = await shared()
    const owner = await ada.openPlain(id)
    const expiresAt = Date.now() + 2_000
    const guest = await server.guest(await ada.makeLink(id, { role: 'edit', expiresAt }))
    const address = await guest.addressOf(id)
    const client = await guest.openPlain(id)
    const lurker = await guest.arrive(id)
    client.provider.awareness.setLocalState({ cursor: 1 })
    const isSeen = (): boolean => owner.sees(client.doc.clientID) !== undefined
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
    expect(await knock(socketUrl(address))).toBe('closed 4403')
  })

  it('R32: where people need a right of their own, its change reaches them by the link too', async () => {
    const id = await shared()
    const link = await ada.makeLink(id, { role: 'edit', audience: 'granted' })
    const client = await (await server.guest(link, { as: grace })).open(id)
    await ada.grant(id, grace, 'view')
    await until('it is told', () => client.of('access').at(-1)?.role === 'view', 2_000)
    await ada.withdraw(id, grace)
    expect(await client.closing(2_000)).toBe(4403)
  })

  it('T1: deleting the user cuts who came signed in by a link; the guest next to them stays', async () => {
    const hedy = await server.person('hedy')
    const id = await shared()
    const link = await ada.makeLink(id)
    const user = await (await server.guest(link, { as: hedy })).open(id)
    const guest = await (await server.guest(link)).open(id)
    await hedy.ask('DELETE', '/users/me')
    expect([await user.closing(2_000), guest.closed]).toEqual([4403, null])
  })

  it('R32: deleting the document closes guests with 4404', async () => {
    const id = await shared()
    const client = await (await guestOf(id)).open(id)
    await ada.api.deleteDocument(id)
    expect(await client.closing(2_000)).toBe(4404)
  })

  it('R31: making and using links, and revoking one, refuses nobody who is writing', async () => {
    const id = await shared()
    const client = await (await guestOf(id)).open(id)
    const other = await ada.makeLink(id)
    for (let i = 0; i < 20; i += 1) client.write((text) => text.insert(0, `${i} `))
    await server.guest(other)
    await ada.api.revokeLink(id, other.id)
    for (let i = 0; i < 20; i += 1) client.write((text) => text.insert(0, `${i} `))
    await until('all is saved', () => client.saved === 40)
    expect([client.of('refused'), client.closed]).toEqual([[], null])
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
    const link = await ada.makeLink(id)
    const guest = await server.guest(link)
    const address = await guest.addressOf(id)
    await happen(id, link.id)
    const read = await guest.ask('GET', `/documents/${id}`)
    const asked = await guest.ask('POST', `/documents/${id}/tickets`)
    outcomes[what] = [read.status, asked.status, await knock(socketUrl(address))]
  }
  expect(outcomes).toEqual({
    living: [200, 201, 'open'],
    revoked: [410, 410, 'closed 4403'],
    'of a deleted document': [404, 404, 'closed 4404'],
  })
})
