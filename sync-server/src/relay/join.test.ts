import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { join } from './join.ts'

type Key = { who: number; at: number; remove: boolean; text: string }

const keys = fc.array(
  fc.record({
    who: fc.nat(2),
    at: fc.nat(1_000),
    remove: fc.boolean(),
    text: fc.constantFrom('a', 'paste with spaces', '😀', 'ä\n'),
  }),
  { minLength: 1, maxLength: 40 },
)

/** What three people type who see each other's text at once, as the updates of a turn. */
const typed = (keys: readonly Key[], start: Uint8Array): Uint8Array[] => {
  const updates: Uint8Array[] = []
  const docs = [1, 2, 3].map((clientID) => {
    const doc = new Y.Doc()
    doc.clientID = clientID
    Y.applyUpdate(doc, start)
    return doc
  })
  for (const doc of docs)
    doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }) => {
      if (!local) return
      updates.push(update)
      for (const other of docs) if (other !== doc) Y.applyUpdate(other, update)
    })
  for (const { who, at, remove, text } of keys) {
    const content = docs[who]?.getText('content')
    if (content === undefined) continue
    const place = at % (content.length + 1)
    if (remove) content.delete(place, Math.min(3, content.length - place))
    else content.insert(place, text)
  }
  return updates
}

const after = (updates: readonly Uint8Array[]): Y.Doc => {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

describe('updates of one turn as one', () => {
  it('F23 R18: do the same to a document, at once and with nothing pending', () => {
    fc.assert(
      fc.property(keys, (keys) => {
        const start = Y.encodeStateAsUpdate(after([]))
        const updates = typed(keys, start)
        const one = join(updates)
        if (one === null) throw new Error('not joined')
        const [apart, together] = [after(updates), after([one])]
        expect(together.store.pendingStructs).toBeNull()
        expect(together.store.pendingDs).toBeNull()
        expect(Y.encodeStateAsUpdate(together)).toEqual(Y.encodeStateAsUpdate(apart))
        expect(together.getText('content').toJSON()).toBe(apart.getText('content').toJSON())
      }),
      { numRuns: 200 },
    )
  })

  it('F23: take fewer bytes than one by one', () => {
    const updates = typed(
      Array.from({ length: 100 }, (_, at) => ({ who: at % 3, at, remove: false, text: 'x' })),
      Y.encodeStateAsUpdate(after([])),
    )
    const apart = updates.reduce((sum, { length }) => sum + length, 0)
    expect(join(updates)?.length).toBeLessThan(apart * 0.7)
  })

  it('R17: are left apart where one brings again what another has brought', () => {
    const doc = new Y.Doc()
    doc.getText('content').insert(0, 'abc')
    const whole = Y.encodeStateAsUpdate(doc)
    expect(join([whole, whole])).toBeNull()
  })
})
