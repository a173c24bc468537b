import { describe, expect, it } from 'vitest'
import { opened, says, state } from './people.ts'
import { mayEdit } from './status.ts'

describe('rights', () => {
  it('change while the connection stays (R32)', async () => {
    const { server, ada } = await opened()
    server.say({ kind: 'access', role: 'view' })
    expect([mayEdit(ada.status), state(ada)]).toEqual([false, 'live'])
    server.say({ kind: 'access', role: 'edit' })
    expect(mayEdit(ada.status)).toBe(true)
  })

  it.each([
    [4403, 'Closed: You may no longer open this document.'],
    [4404, 'Closed: This document was deleted.'],
  ])('code %i is for good (R32)', async (code, text) => {
    const { server, ada } = await opened()
    server.cut(code)
    await server.flush(60_000)
    expect([says(ada), server.joins.length]).toEqual([text, 1])
  })

  it('an expired ticket is replaced at once, once (R1)', async () => {
    const { server, ada } = await opened()
    server.cut(4401)
    await server.flush(0)
    expect(state(ada)).toBe('live')
    server.cut(4401)
    await server.flush(0)
    expect(state(ada)).toBe('waiting')
  })
})

describe('presence', () => {
  it('shows others, not the server’s copy of oneself, and nobody once the line is cut (R40, R41)', async () => {
    const { server, ada } = await opened()
    const user = { id: 'u2', name: 'Grace', color: '#5865f2' }
    server.presence([
      { id: 7, clock: 1, state: { user } },
      { id: ada.doc.clientID, clock: 99, state: { cursor: 'old' } },
    ])
    expect(ada.awareness.getStates().get(7)).toEqual({ user })
    expect(ada.awareness.getLocalState()).toEqual({})
    server.cut()
    expect([...ada.awareness.getStates().keys()]).toEqual([ada.doc.clientID])
    await server.flush(10_000)
    server.presence([{ id: 7, clock: 1, state: { user } }])
    expect(ada.awareness.getStates().has(7)).toBe(true)
  })

  it('is sent after the text it points into, and for viewers too (R42)', async () => {
    const { server, ada } = await opened()
    server.received.length = 0
    ada.awareness.setLocalStateField('cursor', { anchor: 1, head: 1 })
    ada.text.insert(0, 'a')
    await server.flush()
    expect(server.received.map(([type]) => type)).toEqual([0, 1])
  })
})
