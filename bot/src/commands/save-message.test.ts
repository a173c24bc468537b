import { Client, Message } from 'discord.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { ADA, documentOf, GRACE, PLAN } from '../test/fake-api.ts'
import type { FakeServer } from '../test/fake-api.ts'
import { CHANNEL, GUILD, MESSAGE } from '../test/fake-interaction.ts'
import type { FakeInteraction } from '../test/fake-interaction.ts'
import { fileIn, Stage, textIn } from '../test/stage.ts'

const NOTES = '00000000-0000-4000-8000-0000000000d2'

let stage: Stage
let server: FakeServer
beforeEach(() => {
  stage = new Stage()
  server = stage.server
})
afterEach(() => stage.close())

const discord = new Client({ intents: [] })

/** A message of Grace's as discord.js reads it, of a channel that it does not know. */
const messageOf = (content: string, more: object = {}): Message => {
  const author = { id: '500000000000000002', username: 'grace', global_name: 'Grace' }
  const sent = { id: MESSAGE, channel_id: CHANNEL, content, author, attachments: [], ...more }
  return Reflect.construct(Message, [discord, sent]) as Message
}
const on = (targetMessage: object, change: Partial<FakeInteraction> = {}) =>
  stage.pick('Save to document', { targetMessage, ...change })

type Field = { custom_id: string; value?: string; options?: { label: string; value: string }[] }
const fieldsOf = ({ told }: FakeInteraction): Record<string, Field> => {
  const dialog = told.find(({ how }) => how === 'modal') as unknown as {
    components: { component: Field }[]
  }
  return Object.fromEntries(
    dialog.components.map(({ component }) => [component.custom_id, component]),
  )
}

test('a message is offered with who wrote it, the way back, and its files by name (F6)', async () => {
  const attachments = [{ id: '1', filename: 'plan_v1.png' }]
  const author = { id: '500000000000000002', username: 'grace', global_name: 'Grace *H*' }
  const { text } = fieldsOf(await on(messageOf('We meet\nat noon', { attachments, author })))
  expect(text?.value).toBe(
    [
      '> We meet',
      '> at noon',
      String.raw`- 📎 plan\_v1.png`,
      '',
      String.raw`— Grace \*H\*, [message](https://discord.com/channels/${GUILD}/${CHANNEL}/${MESSAGE})`,
    ].join('\n'),
  )
})

test('where the bot is, whoever is mentioned has a name (F6)', async () => {
  const message = messageOf('ask <@500000000000000001>')
  Object.defineProperty(message, 'cleanContent', { value: 'ask @Ada' })
  expect(fieldsOf(await on(message)).text?.value).toContain('> ask @Ada')
})

test('it goes into a new document, or one that they may edit, and no other is offered (F6 T5)', async () => {
  server.owned = [documentOf(PLAN, 'Plan')]
  server.shared = [{ ...documentOf(NOTES, 'Only to read'), role: 'view' }]
  const { document } = fieldsOf(await on(messageOf('x')))
  expect(document?.options?.map(({ value }) => value)).toEqual(['new', PLAN])
})

test('a long message fits, with the way back (F6)', async () => {
  const { text } = fieldsOf(await on(messageOf('x'.repeat(4_000))))
  expect(text?.value?.length).toBeLessThanOrEqual(4_000)
  expect(text?.value).toContain(MESSAGE)
})

test('a message without text or files is refused (F6)', async () => {
  expect(textIn(await on(messageOf(' ')))).toMatch(/nothing to save/)
  expect(server.calls).toEqual([])
})

test('a new document is only theirs, and called as its text begins (F6)', async () => {
  const typed = { document: 'new', text: '> We meet at noon\n— Grace' }
  const saved = await stage.submit('doc:save:-', typed)
  expect(server.created).toEqual([{ title: 'We meet at noon', content: `${typed.text}\n` }])
  expect(textIn(saved)).toMatch(/new document \*\*We meet at noon\*\*/)
  await stage.submit('doc:save:-', { ...typed, title: 'Minutes' })
  expect(server.created.at(-1)).toMatchObject({ title: 'Minutes' })
})

test('an old document gets it at its end, in the name of who saves (F6 T22)', async () => {
  server.owned = [documentOf(PLAN, 'Plan')]
  const saved = await stage.submit('doc:save:-', { document: PLAN, text: '> noon' })
  expect(server.written).toEqual(['append \n> noon\n'])
  expect(server.calls).toContain(`${ADA} append`)
  expect(textIn(saved)).toMatch(/Saved to \*\*Plan\*\*/)
})

test('what is to be tried again was not saved yet (F6 C7)', async () => {
  server.failing.set('document', new StickyError('unavailable'))
  const typed = { document: PLAN, text: '> noon' }
  expect(textIn(await stage.submit('doc:save:-', typed))).toMatch(/Try again/)
  expect(server.written).toEqual([])
})

test('a document that they may not edit is refused, whatever was sent, and the text given back (T20 T22)', async () => {
  const grace = { user: { id: '500000000000000002', username: 'grace', globalName: 'Grace' } }
  server.failing.set('append', new StickyError('not_found'))
  const typed = { document: PLAN, text: 'EVIL' }
  expect(textIn(await stage.submit('doc:save:-', typed, grace))).toMatch(/doesn’t exist/)
  expect(server.calls).toContain(`${GRACE} append`)
  server.failing.set('createDocument', new StickyError('unavailable'))
  const lost = await stage.submit('doc:save:-', { document: 'new', text: 'mine' })
  expect(textIn(lost)).toMatch(/^Not saved\. .*isn’t responding/)
  expect(fileIn(lost)).toBe('mine')
  const wrong = { document: '../x', text: 'EVIL' }
  expect(textIn(await stage.submit('doc:save:-', wrong))).toMatch(/no longer works/)
  expect(server.written).toEqual([])
})
