import { expect, it } from 'vitest'
import { arrivalsText } from './arrivals-text.ts'

const people = (...names: string[]) => new Map(names.map((name) => [`id of ${name}`, name]))

it.each([
  [[], [], ''],
  [['Ada'], ['Ada'], ''],
  [['Ada'], ['Ada', 'Grace'], 'Grace has joined.'],
  [['Ada', 'Grace'], [], 'Ada and Grace have left.'],
  [['Ada'], ['Grace'], 'Grace has joined. Ada has left.'],
  [[], ['Ada', 'Grace', 'Joan', 'Mary'], 'Ada and 3 others have joined.'],
])('F26 F29: from %j to %j a screen reader says %j', (before, now, text) =>
  expect(arrivalsText(people(...before), people(...now))).toBe(text),
)
