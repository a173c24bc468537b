import { afterEach, beforeEach, expect, test } from 'vitest'
import { ADA, foundOf, PLAN } from '../test/fake-api.ts'
import type { FakeServer } from '../test/fake-api.ts'
import { hows, idOf, Stage, textIn } from '../test/stage.ts'

let stage: Stage
let server: FakeServer

beforeEach(() => {
  stage = new Stage()
  server = stage.server
})
afterEach(() => stage.close())

const id = (n: number): string => PLAN.slice(0, -2) + String(n).padStart(2, '0')
const several = (count: number) =>
  Array.from({ length: count }, (_, n) => foundOf(id(n), `Plan ${n}`))

test('/doc search shows what was found, with an excerpt, whose and how old it is, in private (F10, F46)', async () => {
  server.found = [
    foundOf(PLAN, 'Plan', {
      snippet: { text: 'buy milk today', matches: [[4, 8]] },
      createdBy: { id: ADA, displayName: 'Ada' },
      modifiedAt: 1_750_000_000_000,
    }),
  ]
  const found = await stage.run('search', { words: 'milk' })
  expect(found.told).toMatchObject([{ how: 'reply', flags: 64 | (1 << 15) }])
  expect(textIn(found)).toBe(
    '### Results for “milk”\n**Plan**\nbuy **milk** today\n-# yours · created by Ada · edited <t:1750000000:R>',
  )
  expect(idOf(found, 'Open')).toBe(`doc:edit:${PLAN}`)
  expect(server.searched).toMatchObject([{ q: 'milk' }])
  expect(server.calls).toContain(`${ADA} search`)
})

test('nothing found says so, and nothing of what is not theirs (T5)', async () => {
  expect(textIn(await stage.run('search', { words: 'x' }))).toBe(
    'Nothing found for “x”. Try fewer or different words.',
  )
})

test('more is a press away, with the same words in any script (F46)', async () => {
  server.found = several(7)
  const words = 'größere Pläne 計画 😀'
  const first = await stage.run('search', { words })
  const second = await stage.press(idOf(first, 'More'))
  expect(hows(second)).toEqual(['update'])
  expect(textIn(second)).toContain('Plan 5')
  expect(server.searched.map(({ q }) => q)).toEqual([words, words])
  expect(textIn(await stage.press(idOf(second, 'Back')))).toBe(textIn(first))
})

test('words too long for a button are searched for, and told why there is no second page (T20)', async () => {
  server.found = several(7)
  const found = await stage.run('search', { words: 'long '.repeat(40) })
  expect(textIn(found)).toContain('Search for fewer words')
  expect(() => idOf(found, 'More')).toThrow('no button')
})

test('words, titles and texts neither ping nor break the answer (T23)', async () => {
  server.found = [
    foundOf(PLAN, '@everyone <#1>', {
      snippet: { text: '# @here **x** <@1>', matches: [[2, 7]] },
    }),
  ]
  const found = await stage.run('search', { words: '@everyone **' })
  expect(textIn(found).split('\n').slice(0, 3)).toEqual([
    String.raw`### Results for “\@everyone \*\*”`,
    String.raw`**\@everyone \<\#1\>**`,
    String.raw`\# **\@here** \*\*x\*\* \<\@1\>`,
  ])
  expect(found.told[0]).toMatchObject({ allowedMentions: { parse: [] } })
})

test.for([
  'doc:search:-',
  'doc:search:-:0',
  'doc:search:-:x.bWlsaw',
  `doc:search:${PLAN}:0.bWlsaw`,
])('a forged page is refused: %s (T20)', async (forged) => {
  expect(textIn(await stage.press(forged))).toContain('no longer works')
  expect(server.calls).toEqual([])
})
