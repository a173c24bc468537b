import { describe, expect, it, vi } from 'vitest'
import { MemoryDevice } from '../device/memory.ts'
import { HandDevice } from './hand-device.ts'
import { anotherTab, opened, Person, says, state, together } from './people.ts'
import { settled } from './stand-in.ts'
import { mayEdit } from './status.ts'

describe('the device', () => {
  it('shows the text at once, also when the server is out of reach, and it can be edited (F22)', async () => {
    const { server, ada } = await opened()
    ada.types('hello')
    await server.flush()
    ada.open.close()
    server.up = false
    const later = await anotherTab(server, ada)
    expect([later.text.toJSON(), mayEdit(later.status), says(later)]).toEqual([
      'hello',
      true,
      'Offline',
    ])
  })

  it('keeps what was typed offline over a crash, counts it truly, and it arrives (F22, F25)', async () => {
    const { server, ada, grace } = await together()
    ada.types('>')
    await server.flush()
    server.up = false
    server.cut()
    for (const key of 'abc') ada.types(key)
    await server.flush()
    ada.crash()
    const heir = await anotherTab(server, ada)
    heir.types('d')
    await settled()
    expect([heir.text.toJSON(), says(heir)]).toEqual([
      '>abcd',
      'Offline, 4 edits kept on this device',
    ])
    server.up = true
    await server.flush(10_000)
    expect([says(heir), grace.text.toJSON()]).toEqual(['Saved', '>abcd'])
    await server.flush()
    expect(await heir.device.unsent('ada')).toBe(0)
  })

  it('an edit of which the crash hid that it was saved is sent again, and is there once (F25, R17)', async () => {
    const { server, ada, grace } = await together()
    server.mute = true
    ada.types('once')
    await server.flush()
    ada.crash()
    server.mute = false
    const heir = await anotherTab(server, ada)
    await server.flush()
    expect([says(heir), heir.text.toJSON(), grace.text.toJSON()]).toEqual(['Saved', 'once', 'once'])
  })

  it('resumes by its cursor: what it has does not travel again (R4, R11)', async () => {
    const { server, ada, grace } = await together()
    ada.types('one ')
    await server.flush()
    ada.open.close()
    grace.types('two')
    await server.flush()
    const later = await anotherTab(server, ada)
    expect(server.joins.at(-1)?.cursor).toEqual({ generation: 'g1', seq: 1 })
    expect([later.text.toJSON(), says(later)]).toEqual(['one two', 'Saved'])
  })

  it('edits of before a restored backup are made again after the next page load (R4, T28)', async () => {
    const { server, ada } = await opened()
    ada.types('saved. ')
    await server.flush()
    server.up = false
    server.cut()
    ada.types('unsaved.')
    await server.flush()
    ada.crash()
    server.restore(1)
    server.up = true
    const heir = await anotherTab(server, ada)
    for (let i = 0; i < 3; i += 1) await server.flush()
    expect([says(heir), heir.text.toJSON()]).toEqual(['Saved', 'saved. unsaved.'])
  })

  it('shows nothing to somebody else in the same browser (T26)', async () => {
    const { server, ada } = await opened()
    ada.types('mine')
    await server.flush()
    server.up = false
    const grace = new Person(server, ada.device, 'grace')
    await server.flush()
    expect([grace.text.toJSON(), grace.status.loaded]).toEqual(['', false])
  })

  it('that is full is not said to keep anything, and is tried again (F25)', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const device = new HandDevice()
    const { server, ada } = await opened(device)
    server.up = false
    server.cut()
    ada.types('a')
    await server.flush()
    expect(says(ada)).toBe('Offline, 1 edit kept on this device')
    device.full = true
    ada.types('b')
    await server.flush()
    expect(says(ada)).toBe('Offline, 2 edits kept in this tab')
    device.full = false
    ada.types('c')
    await server.flush()
    expect(says(ada)).toBe('Offline, 3 edits kept on this device')
    ada.crash()
    expect((await anotherTab(server, ada)).text.toJSON()).toBe('abc')
  })

  it('that is still writing is not said to have kept it; after a crash that was the truth (F25)', async () => {
    const device = new HandDevice()
    const { server, ada } = await opened(device)
    server.up = false
    server.cut()
    ada.types('a')
    await server.flush()
    let written = (): void => {}
    device.slow = new Promise((resolve) => (written = resolve))
    ada.types('b')
    await server.flush()
    expect(says(ada)).toBe('Offline, 2 edits on the way to this device')
    const other = await anotherTab(server, ada)
    expect([other.text.toJSON(), says(other)]).toEqual(['', 'Offline'])
    device.slow = null
    written()
    await server.flush()
    expect(says(ada)).toBe('Offline, 2 edits kept on this device')
    ada.crash()
    expect((await anotherTab(server, ada)).text.toJSON()).toBe('ab')
  })

  it('that has no room for what was refused sets it aside when it has; it is never sent (R20, T26)', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const device = new HandDevice()
    const { server, ada } = await opened(device)
    server.up = false
    server.cut()
    ada.types('secret')
    await server.flush()
    server.role = 'view'
    server.up = true
    device.full = true
    await server.flush(10_000)
    expect(ada.status.asides.map(({ text }) => text)).toEqual(['secret'])
    expect(await device.unsent('ada')).toBe(1)
    device.full = false
    server.role = 'edit'
    server.cut()
    await server.flush(10_000)
    expect(await device.unsent('ada')).toBe(0)
    ada.crash()
    const later = await anotherTab(server, ada)
    await server.flush()
    expect([later.status.asides.length, later.text.toJSON(), server.log]).toEqual([1, '', []])
  })

  it('that keeps nothing is called this tab (F25)', async () => {
    const { server, ada } = await opened(new MemoryDevice())
    server.cut()
    ada.types('a')
    expect(says(ada)).toBe('Offline, 1 edit kept in this tab')
  })
})

describe('two tabs of one person', () => {
  it('write with ids of their own, and both converge (C6, R13)', async () => {
    const { server, ada } = await opened()
    const other = await anotherTab(server, ada)
    expect(ada.doc.clientID).not.toBe(other.doc.clientID)
    ada.types('a')
    other.types('b')
    await server.flush()
    expect([says(ada), says(other)]).toEqual(['Saved', 'Saved'])
    expect(ada.text.toJSON()).toBe(other.text.toJSON())
  })

  it('offline keep apart what they have not sent; whichever dies, nothing is lost (C6, F22)', async () => {
    const { server, ada, grace } = await together()
    const other = await anotherTab(server, ada)
    server.up = false
    server.cut()
    ada.types('a')
    other.types('b')
    await server.flush()
    ada.crash()
    const third = await anotherTab(server, ada)
    expect([third.text.toJSON(), third.status.unsaved]).toEqual(['a', 1])
    server.up = true
    await server.flush(10_000)
    await server.flush()
    const letters = grace.text.toJSON().split('').sort().join('')
    expect([letters, other.text.toJSON(), third.text.toJSON()]).toEqual([
      'ab',
      grace.text.toJSON(),
      grace.text.toJSON(),
    ])
    expect(await ada.device.unsent('ada')).toBe(0)
  })

  it('told that its id is taken, a tab takes a fresh one, says so, and moves its presence (R13)', async () => {
    const { server, ada, grace } = await together()
    ada.types('a')
    ada.awareness.setLocalStateField('cursor', { anchor: 1, head: 1 })
    await server.flush()
    const before = ada.doc.clientID
    server.say({ kind: 'lease' })
    const { clientID } = ada.doc
    ada.types('b')
    await server.flush()
    expect(clientID).not.toBe(before)
    expect(server.said).toContainEqual({ kind: 'identify', clientId: clientID })
    expect([ada.awareness.clientID, [...ada.awareness.getStates().keys()]]).toEqual([
      clientID,
      [clientID],
    ])
    expect(ada.awareness.getLocalState()).toEqual({ cursor: { anchor: 1, head: 1 } })
    expect([says(ada), grace.text.toJSON(), state(grace)]).toEqual(['Saved', 'ab', 'live'])
  })
})

describe('the slow timer', () => {
  it('says what the document is once a minute or so, when nothing is under way (R63)', async () => {
    const { server, ada, grace } = await together()
    ada.types('a')
    await server.flush()
    ada.text.delete(0, 1)
    await server.flush()
    for (let i = 0; i < 7; i += 1) {
      server.presence([])
      await server.flush(10_000)
    }
    const checks = server.said.filter(({ kind }) => kind === 'check')
    expect(checks.length).toBe(2)
    expect(checks[0]).toMatchObject({ seq: 2 })
    expect(checks[0]).toEqual(checks[1])
    expect(grace.text.toJSON()).toBe('')
  })
})
