import { MESSAGE } from '@sticky/shared/frames'
import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, expect, it } from 'vitest'
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

type Seen = { user?: { id: string; name: string; color: string }; cursor?: unknown }

const seenBy = ({ provider }: PlainClient, client: number): Seen | undefined =>
  provider.awareness.getStates().get(client)

const shared = async (): Promise<string> => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'text' })
  await ada.api.putGrant(id, `user:${grace.id}`, { role: 'view' })
  return id
}

it('F26 R40 R42: who is here is stamped by the server, for viewers too, whatever a client claims', async () => {
  const id = await shared()
  const one = await connectPlain(server, ada, id)
  const two = await connectPlain(server, grace, id)
  two.provider.awareness.setLocalState({
    user: { name: 'Ada CEO', color: 'red;x:url(//evil)' },
    cursor: 1,
  })
  const client = two.doc.clientID
  await until('Ada sees Grace', () => seenBy(one, client)?.cursor === 1)
  expect(seenBy(one, client)?.user?.name).toBe('grace')
  expect(seenBy(one, client)?.user?.id).toBe(grace.id)
  expect(seenBy(one, client)?.user?.color).toMatch(/^#[0-9a-f]{6}$/)
  one.close()
  two.close()
})

it('R40: nobody speaks for somebody else', async () => {
  const id = await shared()
  const one = await connectPlain(server, ada, id)
  one.provider.awareness.setLocalState({ cursor: 'true' })
  const { ticket } = await grace.api.createTicket(id)
  const liar = new StickyClient(server.url, id, ticket)
  await liar.join()
  await until('it has caught up', () => liar.live)
  const state = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, one.doc.clientID)
    encoding.writeVarUint(encoder, 9_999)
    encoding.writeVarString(encoder, '{"cursor":"false"}')
  })
  const frame = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.awareness)
    encoding.writeVarUint8Array(encoder, state)
  })
  liar.send(frame)
  const witness = await connectPlain(server, ada, id)
  await until('the witness sees Ada', () => seenBy(witness, one.doc.clientID) !== undefined)
  expect(seenBy(witness, one.doc.clientID)?.cursor).toBe('true')
  expect(liar.closed).toBeNull()
  for (const client of [one, witness]) client.close()
  liar.close()
})

it('R41: whoever leaves is withdrawn at once, and a withdrawn cursor can come back', async () => {
  const id = await shared()
  const one = await connectPlain(server, ada, id)
  const two = await connectPlain(server, grace, id)
  const client = two.doc.clientID
  two.provider.awareness.setLocalStateField('cursor', 1)
  await until('Ada sees Grace', () => seenBy(one, client)?.cursor === 1)
  two.provider.awareness.setLocalState(null)
  await until('Grace is gone', () => seenBy(one, client) === undefined)
  two.provider.awareness.setLocalState({ cursor: 2 })
  await until('Grace is back', () => seenBy(one, client)?.cursor === 2)
  two.close()
  await until('Grace has left', () => seenBy(one, client) === undefined)
  one.close()
})
