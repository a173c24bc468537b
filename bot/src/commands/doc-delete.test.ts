import { afterEach, beforeEach, expect, test } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { ADA, documentOf, GRACE, PLAN } from '../test/fake-api.ts'
import { hows, idOf, Stage, textIn } from '../test/stage.ts'

let stage: Stage
beforeEach(() => {
  stage = new Stage()
  stage.server.here = [documentOf(PLAN, 'Plan')]
  stage.server.role = 'own'
})
afterEach(() => stage.close())

const grace = { user: { id: '500000000000000002', username: 'grace', globalName: 'Grace' } }
const called = (method: string): string[] =>
  stage.server.calls.filter((call) => call.endsWith(` ${method}`))

test('/doc delete asks, deletes, and offers to restore (F42)', async () => {
  const asked = await stage.run('delete')
  expect(textIn(asked)).toMatch(/Delete \*\*Plan\*\*\?/)
  expect(called('deleteDocument')).toEqual([])
  const deleted = await stage.press(idOf(asked, 'Delete'))
  expect(hows(deleted)).toEqual(['update'])
  expect(called('deleteDocument')).toEqual([`${ADA} deleteDocument`])
  const restored = await stage.press(idOf(deleted, 'Restore'))
  expect(textIn(restored)).toMatch(/Plan/)
  expect(called('restoreDocument')).toEqual([`${ADA} restoreDocument`])
})

test('/doc delete does nothing when it is cancelled (F42)', async () => {
  const cancelled = await stage.press(idOf(await stage.run('delete'), 'Cancel'))
  expect(textIn(cancelled)).toMatch(/nothing was changed/)
  expect(called('deleteDocument')).toEqual([])
})

test('/doc delete is not even asked of who does not own it (T22)', async () => {
  stage.server.role = 'edit'
  expect(textIn(await stage.run('delete'))).toMatch(/Only an owner/)
})

test('Delete and Restore are done in the name of who presses, and refused to others (T4 T22)', async () => {
  for (const [button, method] of [
    ['delete', 'deleteDocument'],
    ['restore', 'restoreDocument'],
  ] as const) {
    stage.server.failing.set(method, new StickyError('not_found'))
    const refused = await stage.press(`doc:${button}:${PLAN}`, grace)
    expect(textIn(refused)).toMatch(/doesn’t exist/)
    expect(called(method)).toEqual([`${GRACE} ${method}`])
  }
})
