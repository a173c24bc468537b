import { afterEach, beforeEach, expect, test } from 'vitest'
import { PLAN } from '../test/fake-api.ts'
import { inCard } from '../test/fake-interaction.ts'
import { hows, Stage, textIn } from '../test/stage.ts'
import { ACTIONS } from './actions.ts'
import { customId } from './custom-id.ts'

let stage: Stage

beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

test('what is used does one thing only: no two actions of a kind have one name (T20)', () => {
  const names = ACTIONS.map(({ kind, name }) => `${kind} ${name}`)
  expect(new Set(names).size).toBe(names.length)
  for (const { name } of ACTIONS) expect(customId(name, PLAN)).toContain(name)
})

test.for([
  ['of another kind', `doc:cancel:-`, 'stringSelectMenu'],
  ['about a document', `doc:cancel:${PLAN}`, 'button'],
  ['about no document', 'doc:edit:-', 'button'],
  ['with an argument', `doc:edit:${PLAN}:own`, 'button'],
  ['of an unknown name', `doc:constructor:${PLAN}`, 'button'],
] as const)(
  'an id %s than the action wants is refused, and nothing is asked of the server (T20)',
  async ([, id, kind]) => {
    const used = await stage.press(id, { kind, message: inCard })
    expect(used.told).toMatchObject([{ how: 'reply', flags: 64 }])
    expect(textIn(used)).toContain('no longer works')
    expect(stage.server.calls).toEqual([])
  },
)

test('Cancel puts an end to a question (F10)', async () => {
  const cancelled = await stage.press(customId('cancel', null))
  expect(hows(cancelled)).toEqual(['update'])
  expect(textIn(cancelled)).toContain('nothing was changed')
})
