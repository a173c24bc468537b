import { PermissionsBitField } from 'discord.js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { PLAN } from '../test/fake-api.ts'
import type { FakeServer } from '../test/fake-api.ts'
import { CHANNEL, GUILD } from '../test/fake-interaction.ts'
import { fileIn, hows, idOf, Stage, textIn } from '../test/stage.ts'

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

test('what was typed comes back when it could not be saved, whoever refuses it (F1 C7)', async () => {
  const typed = { title: 'Plan', text: 'a long text' }
  server.failing.set('createDocument', new StickyError('forbidden'))
  const refused = await stage.submit('doc:create:-', typed)
  expect(textIn(refused)).toMatch(/^Not saved\. .*your text/)
  expect(refused.told).toMatchObject([{ how: 'reply', flags: 64 | (1 << 15) }])
  expect(fileIn(refused)).toBe('a long text')
  server.failing.set('putMembership', new StickyError('unavailable'))
  expect(fileIn(await stage.submit('doc:create:-', typed))).toBe('a long text')
  expect(fileIn(await stage.submit('doc:create:-', { ...typed, title: ' ' }))).toBe('a long text')
})

test('what was made is shown as text where the server fails after that, and follows (F1 F3 C7)', async () => {
  server.failing.set('card', new StickyError('unavailable'))
  const created = await stage.submit('doc:create:-', { title: 'Plan', text: 'Buy milk' })
  expect(hows(created)).toEqual(['reply'])
  expect(textIn(created)).toMatch(/^## Plan\nBuy milk\n.*2 words\n.*may be out of date/)
  expect(idOf(created, 'Edit')).toBe(`doc:edit:${PLAN}`)
  expect(server.created).toHaveLength(1)
  await vi.waitFor(() => expect(stage.channels.edits).toHaveLength(1))
})

test('who may only read the channel is told before they type (F1 F9)', async () => {
  const reading = new PermissionsBitField(['ViewChannel'])
  const asked = await stage.run('create', {}, { memberPermissions: reading })
  expect(hows(asked)).toEqual(['reply'])
  expect(textIn(asked)).toContain('You can only read this channel')
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
