import { describe, expect, it } from 'vitest'
import { pause, until } from './stage/until.ts'
import { setStage } from './stage/stage.ts'
import type { Person } from './stage/person.ts'

const CHANNEL = '100000000000000001/200000000000000001'

const { server, ada, grace } = await setStage(['ada', 'grace'])

type Access = 'none' | 'view' | 'edit' | 'manage'

/** What the bot has seen. */
const prove = (userId: string, access: Access): Promise<void> =>
  server.service.putMembership({ userId, channel: CHANNEL, access, roles: [] })

let leavers = 0
/** Somebody who is about to delete themselves. */
const leaver = (): Promise<Person> => server.person(`leaver-${(leavers += 1)}`)

const leave = async (who: Person): Promise<void> => {
  expect((await who.ask('DELETE', '/users/me')).status).toBe(204)
}

describe('the documents of somebody who deletes themselves', () => {
  it('F40: stay with who owned them together with them; nobody else notices, not even while writing', async () => {
    const hedy = await leaver()
    const id = await hedy.share('text', grace, 'edit')
    await hedy.grant(id, ada, 'own')
    const client = await grace.open(id)
    const own = await hedy.open(id)
    for (let i = 0; i < 5; i += 1) client.write((text) => text.insert(0, 'x'))
    await leave(hedy)
    for (let i = 0; i < 5; i += 1) client.write((text) => text.insert(0, 'x'))
    expect(await own.closing(2_000)).toBe(4403)
    await until('all is saved', () => client.saved === 10)
    expect(client.of('refused')).toEqual([])
    const grants = (await ada.api.grants(id)).items
    expect(grants.map(({ principal, role }) => [principal, role])).toEqual([
      [grace.principal, 'edit'],
      [ada.principal, 'own'],
    ])
  })

  it('R31 T1: nothing that they write lands after it', async () => {
    const hedy = await leaver()
    const id = await hedy.create('text')
    await hedy.grant(id, ada, 'own')
    const client = await hedy.open(id)
    const typing = setInterval(
      () => client.closed ?? client.write((text) => text.insert(0, 'x')),
      1,
    )
    await until('some of it is there', () => client.saved > 5)
    await leave(hedy)
    const after = (await server.store.log.head(id))?.seq
    await client.closing(2_000)
    clearInterval(typing)
    await pause(100)
    expect((await server.store.log.head(id))?.seq).toBe(after)
  })

  it('F40: belong to who manages the channel they live in, as long as they manage it', async () => {
    const hedy = await leaver()
    for (const who of [hedy, grace]) await prove(who.id, 'edit')
    const id = await hedy.create('text')
    await hedy.api.putGrant(id, `channel:${CHANNEL}`, { role: 'edit' })
    await leave(hedy)
    expect((await grace.api.document(id)).role).toBe('edit')
    await expect(grace.api.grants(id)).rejects.toMatchObject({ code: 'forbidden' })
    await prove(ada.id, 'manage')
    expect((await ada.api.document(id)).role).toBe('own')
    expect((await ada.api.listDocuments({ scope: 'shared' })).items.map((one) => one.id)).toContain(
      id,
    )
    await ada.grant(id, grace, 'view')
    await ada.api.deleteDocument(id)
    expect((await ada.ask('POST', `/documents/${id}/restore`)).status).toBe(200)
    await prove(ada.id, 'edit')
    await expect(ada.api.deleteDocument(id)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('F40: that live nowhere else can be read for a while by who could read them', async () => {
    const hedy = await leaver()
    const id = await hedy.share('still here', grace, 'edit')
    await leave(hedy)
    expect(await grace.api.content(id)).toBe('still here')
    expect((await grace.api.document(id)).createdBy).toEqual({
      id: hedy.id,
      displayName: 'Deleted user',
    })
    await expect(grace.api.deleteDocument(id)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('F40: that are purged close for who has them open', async () => {
    const hedy = await leaver()
    const id = await hedy.share('gone soon', grace, 'edit')
    const client = await grace.open(id)
    await leave(hedy)
    await server.store.documents.purge(Date.now() + 1, 10)
    server.bus.publish('document.changed', { document: id })
    expect(await client.closing(2_000)).toBe(4404)
    await expect(grace.api.document(id)).rejects.toMatchObject({ code: 'not_found' })
  })
})
