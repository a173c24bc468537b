import { afterEach, beforeEach, expect, test } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { ADA, documentOf, PLAN } from '../test/fake-api.ts'
import { idOf, Stage, textIn } from '../test/stage.ts'

let stage: Stage
beforeEach(() => {
  stage = new Stage()
  stage.server.here = [documentOf(PLAN, 'Plan')]
})
afterEach(() => stage.close())

test.each([
  [undefined, 'milk'],
  ['line', 'milk'],
  ['bullet', '- milk'],
  ['task', '- [ ] milk'],
  ['constructor', 'milk'],
])('/doc append as %s writes %j behind the text (F10)', async (as, written) => {
  const typed = { text: 'milk', ...(as === undefined ? {} : { as }) }
  const added = await stage.run('append', typed)
  expect(stage.server.written).toEqual([`append ${written}`])
  expect(textIn(added)).toBe('Added to **Plan**.')
  expect(idOf(added, 'Open')).toBe(`doc:edit:${PLAN}`)
  expect(stage.server.calls).toContain(`${ADA} append`)
})

test('/doc append that is to be tried again has added nothing yet (C7)', async () => {
  stage.server.failing.set('document', new StickyError('unavailable'))
  expect(textIn(await stage.run('append', { text: 'x' }))).toMatch(/Try again/)
  expect(stage.server.written).toEqual([])
})

test('/doc append says that it is too much, or not allowed, and what to do (T22)', async () => {
  stage.server.failing.set('append', new StickyError('too_large'))
  expect(textIn(await stage.run('append', { text: 'x' }))).toMatch(/less text/)
  stage.server.failing.set('append', new StickyError('forbidden'))
  expect(textIn(await stage.run('append', { text: 'x' }))).toMatch(/Ask an owner/)
  expect(stage.server.written).toEqual([])
})
