import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectPlain, start, until } from './start.ts'
import type { Person, TestServer } from './start.ts'

describe('a script without Discord, with the unmodified y-websocket', () => {
  let server: TestServer
  let ada: Person
  let grace: Person

  beforeAll(async () => {
    server = await start()
    ada = await server.person('ada')
    grace = await server.person('grace')
  })
  afterAll(() => server.close())

  it('F21 F44: shares a document with an editor; both see what both write', async () => {
    const { id } = await ada.api.createDocument({ title: 'Plan', content: 'hello' })
    await ada.api.putGrant(id, `user:${grace.id}`, { role: 'edit' })
    const one = await connectPlain(server, ada, id)
    const two = await connectPlain(server, grace, id)
    await until(
      'both have the text',
      () => one.text.toJSON() === 'hello' && two.text.toJSON() === 'hello',
    )
    one.text.insert(5, ' world')
    two.text.insert(0, '> ')
    const wanted = '> hello world'
    await until('both agree', () => one.text.toJSON() === wanted && two.text.toJSON() === wanted)
    expect(await ada.api.content(id)).toBe(wanted)
    one.close()
    two.close()
  })
})
