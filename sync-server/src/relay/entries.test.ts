import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { connectionOf } from '../../test/stage/connection.ts'
import { letter } from '../../test/stage/forge.ts'
import { entriesOf } from './entries.ts'
import { inspect } from './inspect.ts'
import { Knowledge } from './knowledge.ts'
import type { Accepted } from './turn.ts'

/** Somebody who types; each piece is an update of its own. */
const typist = (name: string, clientID: number) => {
  const from = connectionOf(name)
  const doc = new Y.Doc()
  doc.clientID = clientID
  const text = doc.getText('content')
  return (...pieces: readonly string[]): Accepted[] =>
    pieces.map((piece) => {
      const start = text.length
      const updates: Uint8Array[] = []
      doc.once('update', (update: Uint8Array) => updates.push(update))
      text.insert(start, piece)
      const range = { client: clientID, from: start, to: text.length }
      return { from, update: updates[0] ?? new Uint8Array(), clients: [range] }
    })
}

const textOf = (updates: readonly Uint8Array[]): string => {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc.getText('content').toJSON()
}

describe('the entries of a turn', () => {
  it('F61 F23: are one for what came from one connection in a run, with all its clocks', () => {
    const ada = typist('ada', 1)
    const { entries, deliveries } = entriesOf(ada('a', 'b', 'cd'), 7, 99)
    expect(entries).toMatchObject([
      { author: 'user:ada', at: 99, clients: [{ client: 1, from: 0, to: 4 }] },
    ])
    expect(deliveries.map(({ seq }) => seq)).toEqual([8])
    expect(textOf(deliveries.map(({ update }) => update))).toBe('abcd')
  })

  it('R11 R14: keep the order in which people wrote', () => {
    const [ada, grace] = [typist('ada', 1), typist('grace', 2)]
    const turn = [...ada('a'), ...grace('b', 'c'), ...ada('d')]
    const { entries, deliveries } = entriesOf(turn, 0, 1)
    expect(entries.map(({ author, clients }) => [author, clients])).toEqual([
      ['user:ada', [{ client: 1, from: 0, to: 1 }]],
      ['user:grace', [{ client: 2, from: 0, to: 2 }]],
      ['user:ada', [{ client: 1, from: 1, to: 2 }]],
    ])
    expect(deliveries.map(({ seq, from }) => [seq, from?.session.user.name])).toEqual([
      [1, 'ada'],
      [2, 'grace'],
      [3, 'ada'],
    ])
  })

  it('R3 R51: none is longer than 64 KiB because it was joined', () => {
    const ada = typist('ada', 1)
    const pieces = ada(...Array.from({ length: 5 }, () => 'x'.repeat(30_000)))
    const { entries } = entriesOf(pieces, 0, 1)
    expect(entries.map(({ clients }) => clients[0]?.to)).toEqual([60_000, 120_000, 150_000])
    expect(textOf(entries.map(({ update }) => update)).length).toBe(150_000)
  })

  it('R10 R12: pass as one where they pass one by one, however many clients they name', () => {
    const from = connectionOf('ada')
    // each hangs on the one before it; joined, they stand in the order in which they came, or in the worst
    const updates = Array.from({ length: 2_000 }, (_, i) =>
      letter(i + 1, 0, i === 0 ? undefined : [i, 0]),
    )
    const turn = updates.map((update, i) => ({
      from,
      update,
      clients: [{ client: i + 1, from: 0, to: 1 }],
    }))
    const { deliveries } = entriesOf(turn, 0, 1)
    expect(deliveries).toHaveLength(1)
    const joined = deliveries[0]?.update ?? new Uint8Array()
    for (const update of [joined, Y.mergeUpdates([joined])])
      expect(inspect(update, new Knowledge())).toMatchObject({ kind: 'change' })
  })

  it('R17: what cannot be joined stays as it came', () => {
    const ada = typist('ada', 1)
    const [one] = ada('a')
    if (one === undefined) throw new Error('nothing typed')
    expect(entriesOf([one, { ...one, clients: [] }], 0, 1).entries.length).toBe(2)
  })
})
