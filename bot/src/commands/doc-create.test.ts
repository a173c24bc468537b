import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeServer } from '../test/fake-api.ts'
import { CHANNEL, GUILD } from '../test/fake-interaction.ts'
import { hows, Stage, textIn } from '../test/stage.ts'

let stage: Stage
let server: FakeServer

beforeEach(() => {
  stage = new Stage()
  server = stage.server
})
afterEach(() => stage.close())

test('/doc create without a title asks for it and for a text of many lines (F1, F10)', async () => {
  const asked = await stage.run('create', { text: 'begun' })
  expect(asked.told).toMatchObject([
    {
      how: 'modal',
      title: 'New document',
      custom_id: 'doc:create:-',
      components: [
        { label: 'Title', component: { custom_id: 'title', required: true, max_length: 200 } },
        { label: 'Text (Markdown)', component: { custom_id: 'text', style: 2, value: 'begun' } },
      ],
    },
  ])
  expect(server.calls).toEqual([])
})

test('what was entered becomes a document, and its card stands there for everybody (F1, F3)', async () => {
  const created = await stage.submit('doc:create:-', { title: 'Plan', text: '# Hi\n\n- [ ] ship' })
  expect(server.created).toEqual([
    {
      title: 'Plan',
      content: '# Hi\n\n- [ ] ship',
      grants: [{ principal: `channel:${GUILD}/${CHANNEL}`, role: 'edit' }],
    },
  ])
  expect(created.told).toMatchObject([{ how: 'reply', flags: 1 << 15 }])
  expect(server.placed).toMatchObject([{ channel: `${GUILD}/${CHANNEL}` }])
})

test('a title that is none is told in private, and nothing is made (T11)', async () => {
  const refused = await stage.submit('doc:create:-', { title: ' \u202E ', text: '' })
  expect(hows(refused)).toEqual(['reply'])
  expect(refused.told).toMatchObject([{ flags: 64 }])
  expect(textIn(refused)).toContain('A title needs 1 to 200 characters')
  expect(server.created).toEqual([])
})

test.for([
  { guildId: null, guild: null, context: 1 },
  { guildId: null, guild: null, context: 2 },
])(
  'in direct and group messages it is for those in them; only where the bot is, it follows: %j (F11)',
  async (where) => {
    const created = await stage.run('create', { title: 'Plan' }, where)
    expect(server.created).toMatchObject([
      { grants: [{ principal: `channel:@me/${CHANNEL}`, role: 'edit' }] },
    ])
    expect(textIn(created).includes('Live')).toBe(where.context === 1)
    expect(textIn(created).includes('can’t update itself')).toBe(where.context === 2)
    expect(server.placed).toHaveLength(where.context === 1 ? 1 : 0)
  },
)
