import { expect, test } from 'vitest'
import { PLAN } from '../test/fake-api.ts'
import { buttonId, readButtonId } from './button-id.ts'

test('a button names an action and a document (F2)', () => {
  expect(readButtonId(buttonId('edit', PLAN))).toEqual({ action: 'edit', documentId: PLAN })
})

test.for([
  '',
  'doc:edit',
  'doc:edit:',
  'doc:edit:../../users/me',
  `doc:edit:${PLAN}:own`,
  `doc:edit:${PLAN} `,
  `doc:edit:${PLAN}?x=1`,
  `doc:delete:${PLAN}`,
  `doc:constructor:${PLAN}`,
  `DOC:edit:${PLAN}`,
  `x:edit:${PLAN}`,
])('what the bot has not written is refused: %j (T20)', (customId) => {
  expect(readButtonId(customId)).toBeNull()
})
