import { MESSAGE, SYNC, syncFrame } from '@sticky/shared/frames'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { connectPlain, start, until } from './start.ts'
import type { Person, TestServer } from './start.ts'
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

/** A document of Ada's that Grace may do `role` in. */
const shared = async (role: 'view' | 'edit' | 'tick'): Promise<string> => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'hello' })
  await ada.api.putGrant(id, `user:${grace.id}`, { role })
  return id
}

const sticky = async (who: Person, document: string): Promise<StickyClient> => {
  const { ticket } = await who.api.createTicket(document)
  const client = new StickyClient(server.url, document, ticket)
  await client.join()
  await until('it has caught up', () => client.live)
  return client
}

const headOf = async (document: string): Promise<number> =>
  (await server.store.log.head(document))?.seq ?? -1

describe('a viewer', () => {
  it('F21 F47 R30: reads and follows with the unmodified y-websocket', async () => {
    const id = await shared('view')
    const writer = await connectPlain(server, ada, id)
    const viewer = await connectPlain(server, grace, id)
    await until('the viewer has the text', () => viewer.text.toJSON() === 'hello')
    writer.text.insert(5, ', world')
    await until('the viewer follows', () => viewer.text.toJSON() === 'hello, world')
    writer.close()
    viewer.close()
  })

  it('T2 R30 F47: what a viewer writes is not applied, not passed on and not stored, and it is told why', async () => {
    for (const role of ['view', 'tick'] as const) {
      const id = await shared(role)
      const writer = await connectPlain(server, ada, id)
      const viewer = await sticky(grace, id)
      await until('the writer has the text', () => writer.text.toJSON() === 'hello')
      const before = await headOf(id)
      viewer.write((text) => text.insert(0, 'EVIL '))
      await until('it is refused', () => viewer.of('refused').length === 1)
      expect(viewer.of('refused')[0]).toMatchObject({ n: 1, reason: 'read-only' })
      expect(await headOf(id)).toBe(before)
      expect(writer.text.toJSON()).toBe('hello')
      writer.close()
      viewer.close()
    }
  })

  it('T2 R20: a plain viewer that writes, as update or as step 2, is closed with a 44xx code', async () => {
    for (const kind of [SYNC.update, SYNC.step2]) {
      const id = await shared('view')
      const { ticket } = await grace.api.createTicket(id)
      const ws = new WebSocket(`${server.url.replace('http', 'ws')}/sync/v1/${id}?ticket=${ticket}`)
      const code = new Promise((resolve) => ws.once('close', resolve))
      await new Promise((resolve) => ws.once('open', resolve))
      // one client, one struct: "x" at the start of the text
      const update = [1, 1, 5, 0, 4, 1, 7, 99, 111, 110, 116, 101, 110, 116, 1, 120, 0]
      ws.send(syncFrame(kind, Uint8Array.from(update)))
      expect(await code).toBe(4409)
      expect(await ada.api.content(id)).toBe('hello')
    }
  })
})

describe('a change of rights', () => {
  it('F48 R32: a downgrade is told and the connection stays; an upgrade too', async () => {
    const id = await shared('edit')
    const client = await sticky(grace, id)
    await ada.api.putGrant(id, `user:${grace.id}`, { role: 'view' })
    await until('it is told', () => client.of('access').at(-1)?.role === 'view')
    await ada.api.putGrant(id, `user:${grace.id}`, { role: 'edit' })
    await until('it is told again', () => client.of('access').at(-1)?.role === 'edit')
    client.write((text) => text.insert(0, '> '))
    await until('it is saved', () => client.saved === 1)
    expect(client.closed).toBeNull()
    client.close()
  })

  it('F48 R32: a withdrawn grant cuts the connection with a permanent code', async () => {
    const id = await shared('edit')
    const client = await sticky(grace, id)
    await ada.api.deleteGrant(id, `user:${grace.id}`)
    await until('it is cut', () => client.closed !== null, 2_000)
    expect(client.closed?.code).toBe(4403)
    await expect(grace.api.createTicket(id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('R31 T26: writes racing with the withdrawal never land after it', async () => {
    const id = await shared('edit')
    const client = await sticky(grace, id)
    const typing = setInterval(
      () => client.closed ?? client.write((text) => text.insert(0, 'x')),
      1,
    )
    await until('some of it is there', () => client.saved > 5)
    await ada.api.deleteGrant(id, `user:${grace.id}`)
    const after = await headOf(id)
    await until('it is cut', () => client.closed !== null)
    await new Promise((resolve) => setTimeout(resolve, 100))
    clearInterval(typing)
    expect(await headOf(id)).toBe(after)
  })

  it('R21 T26: adding somebody else, which changes the epoch too, refuses nobody', async () => {
    const id = await shared('edit')
    const client = await sticky(grace, id)
    const linus = await server.person('linus')
    for (let i = 0; i < 20; i += 1) client.write((text) => text.insert(0, `${i} `))
    await ada.api.putGrant(id, `user:${linus.id}`, { role: 'view' })
    for (let i = 0; i < 20; i += 1) client.write((text) => text.insert(0, `${i} `))
    await until('all is saved', () => client.saved === 40)
    expect(client.of('refused')).toEqual([])
    client.close()
  })

  it('R21 T26: nor does it refuse what is written over HTTP at the same moment', async () => {
    const id = await shared('edit')
    const others = await Promise.all(
      Array.from({ length: 5 }, (_, i) => server.person(`other-${i}`)),
    )
    const appending = Array.from({ length: 15 }, (_, i) => grace.api.append(id, `line ${i}`))
    const granting = others.map(({ id: user }) =>
      ada.api.putGrant(id, `user:${user}`, { role: 'view' }),
    )
    await Promise.all([...appending, ...granting])
    const text = await ada.api.content(id)
    for (let i = 0; i < 15; i += 1) expect(text).toMatch(new RegExp(`^line ${i}$`, 'm'))
  })

  it('T1: a deleted user is cut within 2 s, and the token that has not expired opens nothing', async () => {
    const hedy = await server.person('hedy')
    const { id } = await hedy.api.createDocument({ title: 'Mine', content: 'text' })
    await hedy.api.putGrant(id, `user:${ada.id}`, { role: 'own' })
    const { ticket } = await hedy.api.createTicket(id)
    const client = await sticky(hedy, id)
    const session = hedy.session.token
    await fetch(`${server.url}/api/v1/users/me`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${session}` },
    })
    await until('it is cut', () => client.closed !== null, 2_000)
    await expect(hedy.api.me()).rejects.toMatchObject({ code: 'unauthenticated' })
    const again = new StickyClient(server.url, id, ticket)
    await until('the ticket is worth nothing', () => again.closed !== null)
    expect(again.closed?.code).toBe(4403)
    expect(await ada.api.content(id)).toBe('text')
  })
})

describe('the upgrade', () => {
  const statusOf = (address: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const ws = new WebSocket(`${server.url.replace('http', 'ws')}${address}`)
      ws.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
      ws.once('open', () => reject(new Error('it was let in')))
      ws.once('error', () => {})
    })

  it('R1 T7 T8: without a ticket, with a foreign one or with one for another document there is no socket', async () => {
    const id = await shared('view')
    const other = await shared('view')
    const { ticket } = await grace.api.createTicket(id)
    expect(await statusOf(`/sync/v1/${id}`)).toBe(401)
    expect(await statusOf(`/sync/v1/${id}?ticket=${grace.session.token}`)).toBe(401)
    expect(await statusOf(`/sync/v1/${id}?ticket=${ticket}x`)).toBe(401)
    expect(await statusOf(`/sync/v1/${other}?ticket=${ticket}`)).toBe(401)
    expect(await statusOf(`/sync/v1/not-a-document?ticket=${ticket}`)).toBe(404)
  })

  it('R53 T24: frames that cannot be read close their own socket with 1003, and nobody else notices', async () => {
    const id = await shared('edit')
    const witness = await sticky(ada, id)
    for (const bytes of [
      [],
      [0],
      [0, 9, 1, 0],
      [0, 2, 200],
      [7],
      [1, 1],
      [100, 9],
      [MESSAGE.sticky, 0, 1],
    ]) {
      const victim = await sticky(grace, id)
      victim.send(Uint8Array.from(bytes))
      await until('it is closed', () => victim.closed !== null)
      expect(victim.closed?.code).toBe(1003)
    }
    expect(witness.closed).toBeNull()
    witness.write((text) => text.insert(0, 'still here '))
    await until('it is saved', () => witness.saved === 1)
    witness.close()
  })

  it('R53 R50 T24: junk on a socket that is turned away hurts nobody', async () => {
    const small = await start({ LIMIT_CONNECTIONS_PER_USER: '1' })
    const hedy = await small.person('hedy')
    const { id } = await hedy.api.createDocument({ title: 'Plan', content: 'text' })
    const { ticket } = await hedy.api.createTicket(id)
    const address = `${small.url.replace('http', 'ws')}/sync/v1/${id}?ticket=${ticket}`
    const first = new WebSocket(address)
    await new Promise((resolve) => first.once('open', resolve))
    const second = new WebSocket(address)
    const code = new Promise((resolve) => second.once('close', resolve))
    second.once('upgrade', (response) =>
      response.socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff])),
    )
    second.once('error', () => {})
    expect([4529, 1006]).toContain(await code)
    expect(await hedy.api.content(id)).toBe('text')
    first.close()
    await small.close()
  })

  it('T1 R31 R41: nobody is served who is not in the room, where a change of rights would find them', async () => {
    const id = await shared('view')
    const { ticket } = await grace.api.createTicket(id)
    const lurker = new StickyClient(server.url, id, ticket)
    await until('it is open', () => lurker.isOpen)
    lurker.send(Uint8Array.from([MESSAGE.queryAwareness]))
    await until('it is closed', () => lurker.closed !== null)
    expect(lurker.closed?.code).toBe(1003)
  })
})
