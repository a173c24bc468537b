import fc from 'fast-check'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { authorshipOf } from './authorship.ts'
import { openDocument } from './compact.ts'

/** Two people; Ada has two devices. */
const OWNERS = new Map([
  [1, 'user:ada'],
  [2, 'user:ada'],
  [3, 'link:guest'],
])

type Step = { client: number; at: number; remove: number; insert: string }

const steps = fc.array(
  fc.record({
    client: fc.constantFrom(1, 2, 3),
    at: fc.nat(40),
    remove: fc.nat(5),
    insert: fc.constantFrom('', 'x', 'word ', 'two\nlines', '😀'),
  }),
  { maxLength: 40 },
)

/** What is known of every UTF-16 unit when one keeps a list of whose each is. */
const write = (steps: readonly Step[]): { doc: Y.Doc; owners: string[] } => {
  const doc = new Y.Doc()
  const text = doc.getText('content')
  const owners: string[] = []
  for (const { client, at, remove, insert } of steps) {
    doc.clientID = client
    // a character is never halved
    const letters = Array.from(text.toJSON())
    const from = letters.slice(0, at).join('').length
    const { length } = letters.slice(at, at + remove).join('')
    text.delete(from, length)
    text.insert(from, insert)
    const mine = Array.from({ length: insert.length }, () => OWNERS.get(client) ?? '')
    owners.splice(from, length, ...mine)
  }
  return { doc, owners }
}

const spread = ({ authors, runs }: ReturnType<typeof authorshipOf>): string[] =>
  runs.flatMap(([length, author]) => Array.from({ length }, () => authors[author] ?? ''))

it('F28 R13: every character is its writer’s, whatever was written and deleted around it', () => {
  fc.assert(
    fc.property(steps, (steps) => {
      const { doc, owners } = write(steps)
      const found = authorshipOf(doc, OWNERS)
      expect(spread(found)).toEqual(owners)
      // as few runs as there can be, and nobody who wrote nothing that is there
      expect(found.runs.every(([, author], i) => author !== found.runs[i - 1]?.[1])).toBe(true)
      expect(new Set(found.authors)).toEqual(new Set(owners))
      for (const [client, author] of found.clients)
        expect(found.authors[author]).toBe(OWNERS.get(client))
    }),
    { numRuns: 500 },
  )
})

it('F28: the same from a snapshot, in which deleted text is no more', () => {
  fc.assert(
    fc.property(steps, (steps) => {
      const { doc, owners } = write(steps)
      const entry = { seq: 1, author: '', clients: [], at: 0, update: Y.encodeStateAsUpdate(doc) }
      const merged = openDocument({ snapshot: null, tail: [entry] })
      expect(spread(authorshipOf(merged, OWNERS))).toEqual(owners)
    }),
  )
})

it('T16 F28: a text in which two people wrote every other word is worked out at once', () => {
  const doc = new Y.Doc()
  for (let i = 0; i < 40_000; i += 1) {
    doc.clientID = 1 + 2 * (i % 2)
    doc.getText('content').insert(0, 'word ')
  }
  const began = performance.now()
  expect(authorshipOf(doc, OWNERS).runs).toHaveLength(40_000)
  expect(performance.now() - began).toBeLessThan(1_000)
})
