import { expect, test } from 'vitest'
import { PLAN } from '../test/fake-api.ts'
import { customId, readCustomId } from './custom-id.ts'

test('an id names an action, a document and at most one argument (F2)', () => {
  const read = (id: string) => readCustomId(id)
  expect(read(customId('edit', PLAN))).toEqual({ action: 'edit', documentId: PLAN, argument: '' })
  expect(read(customId('list', null, 'owned.2'))).toEqual({
    action: 'list',
    documentId: null,
    argument: 'owned.2',
  })
})

test("the longest id keeps to Discord's 100 characters, a longer one is not written (T20)", () => {
  const [action, argument] = ['a'.repeat(20), 'x'.repeat(38)]
  expect(customId(action, PLAN, argument)).toHaveLength(100)
  expect(() => customId(`${action}a`, PLAN)).toThrow('custom id')
  expect(() => customId(action, PLAN, `${argument}x`)).toThrow('custom id')
  expect(() => customId('edit', 'doc:1')).toThrow('custom id')
})

test.for([
  '',
  'doc:edit',
  'doc:edit:',
  'doc:edit:--',
  'doc:edit:../../users/me',
  `doc:edit:${PLAN}:`,
  `doc:edit:${PLAN}:own:more`,
  `doc:edit:${PLAN}:a b`,
  `doc:edit:${PLAN} `,
  `doc:edit:${PLAN}\n`,
  `doc:edit:${PLAN}?x=1`,
  `doc:edit:${PLAN.toUpperCase()}x`,
  `doc::${PLAN}`,
  `doc:__proto__:${PLAN}`,
  `DOC:edit:${PLAN}`,
  `x:edit:${PLAN}`,
])('what the bot has not written is refused: %j (T20)', (id) => {
  expect(readCustomId(id)).toBeNull()
})
