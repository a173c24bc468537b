import { describe, expect, it, vi } from 'vitest'
import { MemoryDevice } from '../device/memory.ts'
import { anotherTab, opened, Person, says, state, together } from './people.ts'

describe('the device', () => {
  it('shows the text at once, also when the server is out of reach (F22)', async () => {
    const { server, ada } = await opened()
    ada.types('hello')
    await server.flush()
    ada.open.close()
    server.up = false
    const later = await anotherTab(server, ada)
    expect([later.text.toJSON(), later.status.loaded, says(later)]).toEqual([
      'hello',
      true,
      'Offline',
    ])
  })

  it('keeps what was typed offline over a crash, counts it truly, and it arrives (F22, F25)', async () => {
    const { server, ada, grace } = await together()
    server.up = false
    server.cut()
    for (const key of 'abc') ada.types(key)
    await server.flush()
    ada.open.replica.destroy() // the tab is gone, as far as the network can tell
    const heir = await crashed(ada, server)
    heir.types('d')
    expect([heir.text.toJSON(), says(heir)]).toEqual([
      'abcd',
      'Offline, 4 edits kept in this tab',
    ])
    server.up = true
    await server.flush(10_000)
    expect([says(heir), grace.text.toJSON()]).toEqual(['Saved', 'abcd'])
    await server.flush()
    expect(await heir.device.unsent('ada')).toBe(0)
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
    const { server, ada } = await opened(new SmallDevice())
    server.up = false
    server.cut()
    ada.types('a')
    await server.flush()
    expect(says(ada)).toBe('Offline, 1 edit kept on this device')
    SmallDevice.full = true
    ada.types('b')
    await server.flush()
    expect(says(ada)).toBe('Offline, 2 edits kept in this tab')
    SmallDevice.full = false
    ada.types('c')
    await server.flush()
    expect(says(ada)).toBe('Offline, 3 edits kept on this device')
    const heir = await crashed(ada, server)
    expect(heir.text.toJSON()).toBe('abc')
  })
})
