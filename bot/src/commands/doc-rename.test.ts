import { afterEach, beforeEach, expect, test } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { ADA, documentOf, PLAN } from '../test/fake-api.ts'
import { Stage, textIn } from '../test/stage.ts'

let stage: Stage
beforeEach(() => {
  stage = new Stage()
  stage.server.here = [documentOf(PLAN, 'Plan')]
})
afterEach(() => stage.close())

test('/doc rename gives a document another title, on one line, and tells it to who did it (F42)', async () => {
  const renamed = await stage.run('rename', { title: 'New\n**plan** @everyone' })
  expect(renamed.told).toMatchObject([{ how: 'reply', flags: 64 | (1 << 15) }])
  expect(textIn(renamed)).toContain(String.raw`New \*\*plan\*\* \@everyone`)
  expect(stage.server.calls).toContain(`${ADA} renameDocument`)
})

test('/doc rename without a title that shows anything says so, before anything is asked (T11)', async () => {
  const refused = await stage.run('rename', { title: '\u202E \u2066' })
  expect(textIn(refused)).toMatch(/1 to 200 characters/)
  expect(stage.server.calls).toEqual([])
})

test('/doc rename is refused by the server for who may not edit (T22)', async () => {
  stage.server.failing.set('renameDocument', new StickyError('forbidden'))
  const refused = await stage.run('rename', { title: 'Mine' }, { locale: 'de' })
  expect(refused.told).toMatchObject([{ how: 'reply', flags: 64 }])
  expect(textIn(refused)).toMatch(/darfst/)
})
