import { describe, expect, it } from 'vitest'
import { anotherTab, opened, says, state, together } from './people.ts'
import { mayEdit } from './status.ts'

const asides = ({ status }: { status: { asides: readonly { text: string }[] } }): string[] =>
  status.asides.map(({ text }) => text)

describe('a refusal', () => {
  it('for good sets the text aside, says why, and goes on with what the server has (R20, F25)', async () => {
    const { server, ada } = await opened()
    ada.types('kept. ')
    await server.flush()
    server.refuse('full')
    ada.types('too much')
    await server.flush()
    expect([asides(ada), mayEdit(ada.status)]).toEqual([['kept. too much'], false])
    await server.flush()
    expect([says(ada), ada.text.toJSON()]).toEqual(['Not saved: The document is full.', 'kept. '])
    ada.types('less')
    expect(says(ada)).toBe('Saving…')
    await server.flush()
    expect(server.log.length).toBe(2)
    for (const { id } of ada.status.asides) ada.open.dismiss(id)
    expect(says(ada)).toBe('Saved')
  })

  it('is still told after a reload, with the text, until somebody dismisses it (R20)', async () => {
    const { server, ada } = await opened()
    server.refuse('full')
    ada.types('too much')
    await server.flush()
    const reloaded = await anotherTab(server, ada)
    expect(asides(reloaded)).toEqual(['too much'])
    for (const { id } of reloaded.status.asides) reloaded.open.dismiss(id)
    await server.flush()
    expect(asides(await anotherTab(server, ada))).toEqual([])
  })

  it.each(['malformed', 'not yours', 'gap', 'too large'] as const)(
    'of how it was sent (%s): the edits are made again, among those of others (R20)',
    async (reason) => {
      const { server, ada, grace } = await together()
      ada.types('milk\neggs\n')
      await server.flush()
      server.refuse(reason)
      ada.text.insert(4, ' and honey')
      ada.types('tea\n')
      grace.text.insert(0, 'Buy: ')
      await server.flush()
      expect(ada.status.unsaved).toBe(2)
      await server.flush()
      await server.flush()
      expect([says(ada), asides(ada)]).toEqual(['Saved', []])
      expect(grace.text.toJSON()).toBe('Buy: milk and honey\neggs\ntea\n')
      expect(ada.text.toJSON()).toBe(grace.text.toJSON())
    },
  )

  it('of the same edits twice sets them aside, so that nothing is sent for ever (R20)', async () => {
    const { server, ada } = await opened()
    server.refuse('malformed', 2)
    ada.types('poison')
    for (let i = 0; i < 9; i += 1) await server.flush(60_000)
    expect([asides(ada), ada.text.toJSON(), server.log]).toEqual([['poison'], '', []])
    expect(server.received.filter(([type, kind]) => type === 0 && kind !== 0).length).toBe(2)
  })

  it('too fast: again, but only after a pause (R50)', async () => {
    const { server, ada } = await opened()
    server.refuse('too fast')
    ada.types('a')
    await server.flush()
    await server.flush(4_000)
    expect([server.joins.length, says(ada)]).toEqual([1, 'Saving…'])
    await server.flush(1_000)
    await server.flush()
    expect([server.log.length, says(ada)]).toEqual([1, 'Saved'])
  })

  it('1009: what was typed by and by is sent shorter; what is too large in itself is set aside (R20)', async () => {
    const { server, ada } = await opened()
    server.limit = 150
    for (const key of 'many keys, one word: ') ada.text.insert(0, key)
    ada.text.delete(0, ada.text.length)
    for (let i = 0; i < 9; i += 1) ada.text.insert(0, '.')
    await server.flush()
    for (let i = 0; i < 3; i += 1) await server.flush()
    expect([says(ada), ada.text.toJSON(), asides(ada)]).toEqual(['Saved', '.........', []])
    ada.types('x'.repeat(200))
    for (let i = 0; i < 9; i += 1) await server.flush(10_000)
    expect([ada.text.toJSON(), asides(ada)]).toEqual(['.........', [`.........${'x'.repeat(200)}`]])
  })
})

describe('a viewer', () => {
  it('keeps what was typed before the right was lost, and never publishes it (T26, R20)', async () => {
    const { server, ada } = await opened()
    server.cut()
    ada.types('secret')
    server.role = 'view'
    await server.flush(10_000)
    await server.flush()
    expect([says(ada), state(ada)]).toEqual(['Not saved: You may only view this document.', 'live'])
    expect([asides(ada), ada.text.toJSON()]).toEqual([['secret'], ''])
    server.role = 'edit'
    server.say({ kind: 'access', role: 'edit' })
    ada.types('public')
    await server.flush()
    const later = await anotherTab(server, ada)
    await server.flush(60_000)
    expect([later.text.toJSON(), asides(later)]).toEqual(['public', ['secret']])
  })

  it('whose edit was refused for another reason meanwhile gets it to copy, not published (T26)', async () => {
    const { server, ada } = await opened()
    server.refuse('gap')
    ada.types('secret')
    await server.flush()
    server.role = 'view'
    await server.flush()
    expect([says(ada), asides(ada)]).toEqual([
      'Not saved: You may only view this document.',
      ['secret'],
    ])
    await server.flush()
    expect(await ada.device.unsent('ada')).toBe(0)
  })

  it('who loses the document may copy own words; nothing else of it stays on the device (R32, T26)', async () => {
    const { server, ada, grace } = await together()
    grace.types('confidential. ')
    await server.flush()
    ada.types('my idea')
    server.cut(4403)
    expect(says(ada)).toBe('Not saved: You may no longer open this document.')
    expect(asides(ada)).toEqual(['my idea'])
    server.up = false
    await server.flush()
    const later = await anotherTab(server, ada)
    expect([later.text.toJSON(), asides(later), later.status.loaded]).toEqual([
      '',
      ['my idea'],
      false,
    ])
  })
})

describe('another history', () => {
  it('restored from a backup: unsaved edits are made again, saved ones are not doubled (R4, T28)', async () => {
    const { server, ada } = await opened()
    ada.types('saved. ')
    await server.flush()
    server.up = false
    server.cut()
    ada.types('unsaved.')
    server.up = true
    server.restore(1)
    await server.flush(10_000)
    await server.flush()
    await server.flush()
    expect([says(ada), ada.text.toJSON(), asides(ada)]).toEqual(['Saved', 'saved. unsaved.', []])
  })

  it('of which something is missing: that text can be copied (T28)', async () => {
    const { server, ada } = await opened()
    ada.types('old. ')
    await server.flush()
    ada.types('acknowledged, then lost by the server')
    await server.flush()
    server.restore(1)
    await server.flush(10_000)
    await server.flush()
    expect([ada.text.toJSON(), asides(ada)]).toEqual([
      'old. ',
      ['old. acknowledged, then lost by the server'],
    ])
  })

  it('by a reset on an open line: a fresh replica, with what was not saved (R62, R63)', async () => {
    const { server, ada } = await opened()
    ada.types('saved. ')
    await server.flush()
    ada.types('unsaved.')
    server.say({ kind: 'reset' })
    expect(says(ada)).toBe('Saving…')
    await server.flush()
    await server.flush()
    expect([says(ada), ada.text.toJSON()]).toEqual(['Saved', 'saved. unsaved.'])
  })

  it('an edit that arrived while its acknowledgement got lost is not made twice (F25, R20)', async () => {
    const { server, ada } = await opened()
    server.mute = true
    ada.types('once ')
    await server.flush()
    server.mute = false
    ada.types('more')
    server.restore(1)
    for (let i = 0; i < 3; i += 1) await server.flush(10_000)
    expect([says(ada), ada.text.toJSON(), server.log.length]).toEqual(['Saved', 'once more', 2])
  })
})
