import { expect, it } from 'vitest'
import { connectionOf } from '../../test/stage/connection.ts'
import { deletes, letter } from '../../test/stage/forge.ts'
import type { Author } from '../store/types.ts'
import { inspect } from './inspect.ts'
import { Knowledge } from './knowledge.ts'
import { objectionTo } from './objection.ts'

/** What becomes of this update: the reason why it is refused, or null. */
const refusalOf = (
  update: Uint8Array,
  knowledge: Knowledge,
  author: Author = 'user:ada',
): string | null => {
  const change = inspect(update, knowledge)
  if (change.kind !== 'change') throw new Error(`it is ${change.kind}`)
  const writer = connectionOf('ada', { author })
  return objectionTo(change, writer, knowledge, () => true, 1_000_000)?.reason ?? null
}

const knowing = (clients: number): Knowledge => {
  const knowledge = new Knowledge()
  const ranges = Array.from({ length: clients }, (_, i) => ({ client: i + 1, from: 0, to: 10 }))
  for (const range of ranges)
    knowledge.advance(
      { kind: 'change', ranges: [range], deletes: [], born: [] },
      `user:${range.client % 50}`,
    )
  return knowledge
}

it('R50 T24: a document that tens of thousands of client ids have written in takes no new ones, and goes on', () => {
  expect(refusalOf(letter(77_777, 0), knowing(49_999))).toBeNull()
  const full = knowing(50_000)
  expect(refusalOf(letter(77_777, 0), full)).toBe('full')
  expect(refusalOf(letter(50_000, 10, [50_000, 9]), full, 'user:0')).toBeNull()
  expect(refusalOf(deletes(1, 0, 5), full)).toBeNull()
})

it('R50 T24: nor new text where half a million pieces were deleted; what is there can be deleted', () => {
  const pieces = Array.from({ length: 500_000 }, (_, i) => ({
    client: 1,
    from: 2 * i,
    to: 2 * i + 1,
  }))
  const knowledge = new Knowledge()
  const ranges = [{ client: 1, from: 0, to: 1_000_000 }]
  knowledge.advance({ kind: 'change', ranges, deletes: [], born: pieces.slice(1) }, 'user:ada')
  expect(refusalOf(letter(2, 0), knowledge)).toBeNull()
  knowledge.advance(
    { kind: 'change', ranges: [], deletes: pieces.slice(0, 1), born: [] },
    'user:ada',
  )
  knowledge.advance(
    {
      kind: 'change',
      ranges: [],
      deletes: [{ client: 1, from: 999_999, to: 1_000_000 }],
      born: [],
    },
    'user:ada',
  )
  expect(knowledge.deletedRanges).toBe(500_000)
  expect(refusalOf(letter(2, 0), knowledge)).toBeNull()
  knowledge.advance(
    {
      kind: 'change',
      ranges: [{ client: 3, from: 0, to: 1 }],
      deletes: [],
      born: [{ client: 3, from: 0, to: 1 }],
    },
    'user:ada',
  )
  expect(refusalOf(letter(2, 0), knowledge)).toBe('full')
  expect(refusalOf(deletes(1, 1, 1), knowledge)).toBeNull()
})

it('R50 T24: what one author, or all guests together, can use up is a part of it', () => {
  const refusal = (author: Author, others: (i: number) => Author, count: number): string | null => {
    const knowledge = new Knowledge()
    for (let i = 0; i < count; i += 1) {
      const ranges = [{ client: i + 1, from: 0, to: 1 }]
      knowledge.advance({ kind: 'change', ranges, deletes: [], born: [] }, others(i))
    }
    return refusalOf(letter(77_777, 0), knowledge, author)
  }
  expect(refusal('user:ada', () => 'user:ada', 4_999)).toBeNull()
  expect(refusal('user:ada', () => 'user:ada', 5_000)).toBe('full')
  expect(refusal('user:ada', () => 'user:eve', 5_000)).toBeNull()
  expect(refusal('link:new', (i) => `link:${i}`, 19_999)).toBeNull()
  expect(refusal('link:new', (i) => `link:${i}`, 20_000)).toBe('full')
  expect(refusal('user:ada', (i) => `link:${i}`, 20_000)).toBeNull()
})
