import { randomUUID } from 'node:crypto'
import { MESSAGE, SYNC, syncFrame } from '@sticky/shared/frames'
import { describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { socketUrl } from './stage/address.ts'
import { letter } from './stage/forge.ts'
import { closeCode, knock } from './stage/raw-socket.ts'
import { setStage } from './stage/stage.ts'
import { StickyClient } from './stage/sticky-client.ts'
import { pause, until } from './stage/until.ts'
import { untold } from './stage/untold.ts'

const MOST = 20

const { server, ada, grace } = await setStage(['ada', 'grace'], {
  LIMIT_CONNECTIONS_PER_USER: String(MOST),
})

/** A document of Ada's that Grace may do `role` in. */
const shared = (role: 'view' | 'edit' | 'tick'): Promise<string> => ada.share('hello', grace, role)

const headOf = async (document: string): Promise<number> =>
  (await server.store.log.head(document))?.seq ?? -1

describe('a viewer', () => {
  it('F21 F47 R30: reads and follows with the unmodified y-websocket', async () => {
    const id = await shared('view')
    const writer = await ada.openPlain(id)
    const viewer = await grace.openPlain(id)
    await until('the viewer has the text', () => viewer.text.toJSON() === 'hello')
    writer.text.insert(5, ', world')
    await until('the viewer follows', () => viewer.text.toJSON() === 'hello, world')
  })

  it('T2 R30 F47: what a viewer writes is not applied, not passed on and not stored, and it is told why', async () => {
    for (const role of ['view', 'tick'] as const) {
      const id = await shared(role)
      const writer = await ada.openPlain(id)
      const viewer = await grace.open(id)
      await until('the writer has the text', () => writer.text.toJSON() === 'hello')
      const before = await headOf(id)
      viewer.write((text) => text.insert(0, 'EVIL '))
      expect(await viewer.refusal()).toMatchObject({ n: 1, reason: 'read-only' })
      expect(await headOf(id)).toBe(before)
      expect(writer.text.toJSON()).toBe('hello')
    }
  })

  it('T2 R20: a plain viewer that writes, as update or as step 2, is closed with a 44xx code', async () => {
    for (const kind of [SYNC.update, SYNC.step2]) {
      const id = await shared('view')
      const ws = await grace.openRaw(id)
      const code = closeCode(ws)
      ws.send(syncFrame(kind, letter(5, 0)))
      expect(await code).toBe(4409)
      expect(await ada.api.content(id)).toBe('hello')
    }
  })
})

describe('a change of rights', () => {
  it('F48 F64 R32: a downgrade is told and the connection stays; an upgrade too', async () => {
    const id = await shared('edit')
    const client = await grace.open(id)
    await ada.grant(id, grace, 'view')
    await until('it is told', () => client.of('access').at(-1)?.role === 'view')
    await ada.grant(id, grace, 'edit')
    await until('it is told again', () => client.of('access').at(-1)?.role === 'edit')
    await client.type('> ')
    expect(client.closed).toBeNull()
  })

  it('F48 R32: a withdrawn grant cuts the connection with a permanent code', async () => {
    const id = await shared('edit')
    const client = await grace.open(id)
    await ada.withdraw(id, grace)
    expect(await client.closing(2_000)).toBe(4403)
    await expect(grace.api.createTicket(id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('F48: who withdraws a right is told how many connections were cut for it', async () => {
    const id = await shared('edit')
    const tabs = [await grace.open(id), await grace.open(id), await grace.openPlain(id)]
    const witness = await ada.open(id)
    await until('all are here', () => tabs[2]?.text.toJSON() === 'hello')
    expect(await ada.api.deleteGrant(id, grace.principal)).toEqual({ cut: 3 })
    await ada.grant(id, grace, 'edit')
    expect(await ada.api.deleteGrant(id, grace.principal)).toEqual({ cut: 0 })
    expect(witness.closed).toBeNull()
    const nobodyHere = await shared('view')
    expect(await ada.api.deleteGrant(nobodyHere, grace.principal)).toEqual({ cut: 0 })
  })

  it('F48: also of one that was noticed to be gone because it wrote', async () => {
    const id = await shared('edit')
    for (let round = 0; round < 5; round += 1) {
      await ada.grant(id, grace, 'edit')
      const client = await grace.open(id)
      const typing = setInterval(
        () => client.closed ?? client.write((text) => text.insert(0, 'x')),
        1,
      )
      await until('some of it is there', () => client.saved > 2)
      expect(await ada.api.deleteGrant(id, grace.principal)).toEqual({ cut: 1 })
      clearInterval(typing)
    }
  })

  it('R31 T26: writes racing with the withdrawal never land after it', async () => {
    const id = await shared('edit')
    const client = await grace.open(id)
    const typing = setInterval(
      () => client.closed ?? client.write((text) => text.insert(0, 'x')),
      1,
    )
    await until('some of it is there', () => client.saved > 5)
    const { grants } = server.store
    const { change, seen } = untold(grants.delete.bind(grants), () => headOf(id))
    vi.spyOn(grants, 'delete').mockImplementationOnce(change)
    await ada.withdraw(id, grace)
    await client.closing()
    await pause(100)
    clearInterval(typing)
    expect(await headOf(id)).toBe(await seen)
  })

  it('R21 T26: adding somebody else, which changes the epoch too, refuses nobody', async () => {
    const id = await shared('edit')
    const client = await grace.open(id)
    const linus = await server.person('linus')
    for (let i = 0; i < 20; i += 1) client.write((text) => text.insert(0, `${i} `))
    await ada.grant(id, linus, 'view')
    for (let i = 0; i < 20; i += 1) client.write((text) => text.insert(0, `${i} `))
    await until('all is saved', () => client.saved === 40)
    expect(client.of('refused')).toEqual([])
  })

  it('R21 T26: nor does it refuse what is written over HTTP at the same moment', async () => {
    const id = await shared('edit')
    const others = await Promise.all(
      Array.from({ length: 5 }, (_, i) => server.person(`other-${i}`)),
    )
    const appending = Array.from({ length: 15 }, (_, i) => grace.api.append(id, `line ${i}`))
    const granting = others.map((other) => ada.grant(id, other, 'view'))
    await Promise.all([...appending, ...granting])
    const text = await ada.api.content(id)
    for (let i = 0; i < 15; i += 1) expect(text).toMatch(new RegExp(`^line ${i}$`, 'm'))
  })

  it('T1: a deleted user is cut within 2 s, and the token that has not expired opens nothing', async () => {
    const hedy = await server.person('hedy')
    const id = await hedy.create('text')
    await hedy.grant(id, ada, 'own')
    const address = await hedy.addressOf(id)
    const client = await hedy.open(id)
    await hedy.ask('DELETE', '/users/me')
    await client.closing(2_000)
    await expect(hedy.api.me()).rejects.toMatchObject({ code: 'unauthenticated' })
    // the ticket is worth nothing
    expect(await new StickyClient(address).closing()).toBe(4403)
    expect(await ada.api.content(id)).toBe('text')
  })
})

describe('R31 T26: between the moment at which a right is looked at and the write', () => {
  const { documents, grants, links } = server.store
  type Act = (id: string, link: string) => Promise<unknown>

  /** The same write, with something happening right before it. */
  const after =
    <Args extends unknown[], Answer>(
      act: () => Promise<unknown>,
      write: (...args: Args) => Promise<Answer>,
    ) =>
    async (...args: Args): Promise<Answer> => {
      await act()
      return write(...args)
    }

  const writes: [string, (act: () => Promise<unknown>) => void, Act][] = [
    [
      'rename',
      (act) =>
        vi
          .spyOn(documents, 'rename')
          .mockImplementationOnce(after(act, documents.rename.bind(documents))),
      (id) => grace.api.renameDocument(id, 'Hers'),
    ],
    [
      'delete',
      (act) =>
        vi
          .spyOn(documents, 'setDeleted')
          .mockImplementationOnce(after(act, documents.setDeleted.bind(documents))),
      (id) => grace.api.deleteDocument(id),
    ],
    [
      'delete for ever',
      (act) =>
        vi
          .spyOn(documents, 'erase')
          .mockImplementationOnce(after(act, documents.erase.bind(documents))),
      (id) => grace.api.deleteDocument(id, { forever: 'true' }),
    ],
    [
      'share',
      (act) => vi.spyOn(grants, 'put').mockImplementationOnce(after(act, grants.put.bind(grants))),
      (id) => grace.api.putGrant(id, grace.principal, { role: 'own' }),
    ],
    [
      'withdraw',
      (act) =>
        vi.spyOn(grants, 'delete').mockImplementationOnce(after(act, grants.delete.bind(grants))),
      (id) => grace.api.deleteGrant(id, ada.principal),
    ],
    [
      'make a link',
      (act) =>
        vi.spyOn(links, 'create').mockImplementationOnce(after(act, links.create.bind(links))),
      (id) => grace.api.createLink(id, { role: 'edit', audience: 'anyone' }),
    ],
    [
      'revoke a link',
      (act) =>
        vi.spyOn(links, 'revoke').mockImplementationOnce(after(act, links.revoke.bind(links))),
      (id, link) => grace.api.revokeLink(id, link),
    ],
  ]

  /** Grace owns it, too. */
  const owned = async (): Promise<{ id: string; link: string }> => {
    const id = await ada.share('hello', grace, 'own')
    return { id, link: (await ada.makeLink(id)).id }
  }

  it.each(writes)('who loses it does not %s any more', async (_, meanwhile, act) => {
    const { id, link } = await owned()
    meanwhile(() => ada.withdraw(id, grace))
    const before = await ada.api.document(id)
    await expect(act(id, link)).rejects.toMatchObject({ code: 'not_found' })
    expect(await ada.api.document(id)).toEqual(before)
    expect((await ada.api.grants(id)).items).toHaveLength(1)
    expect((await ada.api.links(id)).items.map((one) => one.id)).toEqual([link])
  })

  it.each(writes)('who keeps it does %s, whoever else gets one', async (_, meanwhile, act) => {
    const { id, link } = await owned()
    const another = await server.person(`another-${id}`.slice(0, 30))
    const attempts: string[] = []
    meanwhile(async () => {
      attempts.push('refused')
      await ada.grant(id, another, 'view')
    })
    await act(id, link)
    expect(attempts).toEqual(['refused'])
  })

  it('who loses it does not restore what is deleted any more', async () => {
    const { id } = await owned()
    await ada.api.deleteDocument(id)
    const withdraw = (): Promise<unknown> => grants.delete(id, grace.principal)
    vi.spyOn(documents, 'setDeleted').mockImplementationOnce(
      after(withdraw, documents.setDeleted.bind(documents)),
    )
    await expect(grace.api.restoreDocument(id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(ada.api.document(id)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('what a document is shared with', () => {
  it('F9: is no role of a server in which nobody has seen who shares it', async () => {
    const id = await ada.create()
    const role = 'role:100000000000000007/300000000000000001'
    await expect(ada.api.putGrant(id, role, { role: 'view' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const sharing = ada.api.createDocument({
      title: 'Shared',
      grants: [{ principal: role, role: 'view' }],
    })
    await expect(sharing).rejects.toMatchObject({ code: 'forbidden' })
    const seen = { userId: ada.session.user.id, channel: '100000000000000007/200000000000000001' }
    await server.service.putMembership({ ...seen, access: 'view', roles: [] })
    expect(await ada.api.putGrant(id, role, { role: 'view' })).toMatchObject({ principal: role })
  })

  it('R50: is bounded, and what is there can still be changed', async () => {
    const id = await shared('view')
    const row = { document: id, role: 'view', grantedBy: null, createdAt: 0 } as const
    const people = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1)
        await server.store.grants.put({ ...row, principal: `user:${randomUUID()}` })
    }
    // Ada and Grace are two more
    await people(998)
    const linus = await server.person('linus-too-many')
    const sharing = ada.grant(id, linus, 'view')
    await expect(sharing).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Withdraw one'),
    })
    await ada.grant(id, grace, 'edit')
    await ada.withdraw(id, grace)
    await ada.grant(id, linus, 'view')
  })
})

describe('the upgrade', () => {
  it('R1 T7 T8: without a ticket, with a foreign one or with one for another document there is no socket', async () => {
    const id = await shared('view')
    const other = await shared('view')
    const { url, ticket } = await grace.addressOf(id)
    const come = (document: string, ticket: string): Promise<string> =>
      knock(socketUrl({ url, document, ticket }))
    expect(await knock(`${url.replace('http', 'ws')}/sync/v1/${id}`)).toBe('http 401')
    expect(await come(id, grace.session.token)).toBe('http 401')
    expect(await come(id, `${ticket}x`)).toBe('http 401')
    expect(await come(other, ticket)).toBe('http 401')
    expect(await come('not-a-document', ticket)).toBe('http 404')
  })

  it('R53 T24: frames that cannot be read close their own socket with 1003, and nobody else notices', async () => {
    const id = await shared('edit')
    const witness = await ada.open(id)
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
      const victim = await grace.open(id)
      victim.send(Uint8Array.from(bytes))
      expect(await victim.closing()).toBe(1003)
    }
    expect(witness.closed).toBeNull()
    await witness.type('still here ')
  })

  it('R53 R50 T24: junk on a socket that is turned away hurts nobody', async () => {
    const hedy = await server.person('hedy-of-many-windows')
    const id = await hedy.create('text')
    await Promise.all(Array.from({ length: MOST }, () => hedy.openRaw(id)))
    const oneMore = new WebSocket(socketUrl(await hedy.addressOf(id)))
    const code = closeCode(oneMore)
    oneMore.once('upgrade', (response) =>
      response.socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff])),
    )
    oneMore.once('error', () => {})
    expect([4529, 1006]).toContain(await code)
    expect(await hedy.api.content(id)).toBe('text')
  })

  it('T1 R31 R41: nobody is served who is not in the room, where a change of rights would find them', async () => {
    const id = await shared('view')
    const lurker = await grace.arrive(id)
    await until('it is open', () => lurker.isOpen)
    lurker.send(Uint8Array.from([MESSAGE.queryAwareness]))
    expect(await lurker.closing()).toBe(1003)
  })
})
