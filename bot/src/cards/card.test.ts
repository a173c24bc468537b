import { ComponentType } from 'discord.js'
import { expect, test } from 'vitest'
import { ACTIONS } from '../interactions/actions.ts'
import { readCustomId } from '../interactions/custom-id.ts'
import { cardOf, PLAN } from '../test/fake-api.ts'
import { de } from '../text/de/index.ts'
import { en } from '../text/en/index.ts'
import { cardMessage, goneMessage, hashOf, withheldMessage } from './card.ts'
import type { CardMessage } from './card.ts'

const image = new Uint8Array([0x89, 0x50])

const partsOf = (message: CardMessage) => message.components.flatMap((one) => one.components)
const labelsOf = (message: CardMessage): string[] =>
  partsOf(message).flatMap((part) =>
    part.type === ComponentType.ActionRow
      ? part.components.map((one) => ('label' in one ? (one.label ?? '') : ''))
      : [],
  )
const textOf = (message: CardMessage): string =>
  partsOf(message)
    .flatMap((part) => (part.type === ComponentType.TextDisplay ? [part.content] : []))
    .join('\n')

test('a card is title, picture with the text as alternative, state and buttons, in this order (F1, F2)', () => {
  const message = cardMessage(cardOf(), { image, live: true }, en)
  expect(message.flags).toBe(1 << 15)
  expect(partsOf(message).map(({ type }) => type)).toEqual([10, 12, 10, 1])
  expect(partsOf(message)[1]).toEqual({
    type: 12,
    items: [{ media: { url: 'attachment://card.png' }, description: 'Buy milk' }],
  })
  expect(partsOf(message).at(-1)).toEqual({
    type: 1,
    components: [
      { type: 2, style: 1, label: 'Edit', custom_id: `doc:edit:${PLAN}` },
      { type: 2, style: 2, label: 'Share', custom_id: `doc:share:${PLAN}` },
      { type: 2, style: 2, label: 'History', custom_id: `doc:history:${PLAN}` },
    ],
  })
  expect(message.files).toMatchObject([{ name: 'card.png', description: 'Buy milk' }])
})

test('a card says what it knows: progress, words, people (F1)', () => {
  const people = ['Ada', 'Grace', 'Linus', 'Margaret'].map((name) => ({ name, color: '#123456' }))
  const card = cardOf({ words: 1200, tasks: { done: 2, total: 5 }, people })
  expect(textOf(cardMessage(card, { image, live: true }, en))).toContain(
    '☑ 2 of 5 done · 1,200 words · Ada, Grace, Linus and 1 more',
  )
})

test('only a card that the bot can edit later claims to be live (F3, F11)', () => {
  const live = textOf(cardMessage(cardOf(), { image, live: true }, en))
  expect(live).toContain('Live · last edit <t:1750000000:R> by Ada')
  const still = textOf(cardMessage(cardOf(), { image, live: false }, en))
  expect(still).not.toContain('Live')
  expect(still).toContain('As of <t:1750000000:t> by Ada')
})

test('titles and names neither ping, link nor break the card (T23)', () => {
  const title = '@everyone <@1> **x** `y` ||z|| [a](https://evil.example) # ~~b~~\n# Boo \u202E'
  const card = cardOf({ title, editedBy: '<@&5> _Ada_' })
  const message = cardMessage(card, { image, live: true }, en)
  const [heading = '', ...rest] = textOf(message).split('\n')
  expect(heading).toBe(
    String.raw`## \@everyone \<\@1\> \*\*x\*\* \`y\` \|\|z\|\| \[a\](https\://evil.example) \# \~\~b\~\~ \# Boo`,
  )
  expect(rest.join('\n')).toContain(String.raw`by \<\@&5\> \_Ada\_`)
  expect(message.allowedMentions).toEqual({ parse: [] })
})

test("the longest document stays inside Discord's limits (T16)", () => {
  const card = cardOf({
    title: '*'.repeat(200),
    excerpt: '\\'.repeat(5000),
    editedBy: '_'.repeat(64),
  })
  const withImage = cardMessage(card, { image, live: true }, en)
  expect(withImage.files[0]?.description.length).toBeLessThanOrEqual(1024)
  const withoutImage = cardMessage(card, { image: null, live: false }, en)
  for (const message of [withImage, withoutImage])
    expect(textOf(message).length).toBeLessThanOrEqual(4000)
})

test('a card offers ticking while there is something to tick (F5)', () => {
  const withTasks = (done: number, total: number) =>
    cardMessage(cardOf({ tasks: { done, total } }), { image, live: true }, en)
  expect(labelsOf(withTasks(1, 2))).toEqual(['Edit', 'Tick…', 'Share', 'History'])
  for (const tasks of [2, 0])
    expect(labelsOf(withTasks(tasks, tasks))).toEqual(['Edit', 'Share', 'History'])
})

test("a card speaks the language of its server, without mixing in another one's (F10)", () => {
  const card = cardOf({ tasks: { done: 1, total: 2 } })
  for (const message of [cardMessage(card, { image, live: true }, de), withheldMessage(de)])
    expect(textOf(message)).not.toMatch(/\b(of|done|by|last|document|shared)\b/)
})

test('without a picture the text stands in for it (C7)', () => {
  const message = cardMessage(cardOf(), { image: null, live: true }, en)
  expect(message.files).toEqual([])
  expect(textOf(message)).toContain('Buy milk')
  const empty = cardMessage(cardOf({ excerpt: '' }), { image: null, live: true }, en)
  expect(partsOf(empty).map(({ type }) => type)).toEqual([10, 10, 1])
})

test('the card of a deleted document says so, without picture and without Edit', () => {
  const message = cardMessage(cardOf({ deleted: true }), { image: null, live: true }, en)
  expect(partsOf(message).map(({ type }) => type)).toEqual([10, 10, 1])
  expect(textOf(message)).toContain('was deleted')
  expect(labelsOf(message)).toEqual(['Restore'])
  expect(message.files).toEqual([])
  expect(message.attachments).toEqual([])
})

test('deleting and restoring are changes, also of a picture that stays the same', () => {
  expect(hashOf(cardOf({ deleted: true }))).not.toBe(hashOf(cardOf()))
})

test('whatever can be pressed on a card is something that the bot knows (F2, F5)', () => {
  const shown = { image, live: true }
  const cards = [
    cardMessage(cardOf({ tasks: { done: 0, total: 1 } }), shown, en),
    cardMessage(cardOf({ deleted: true }), shown, en),
    withheldMessage(en),
    goneMessage(en),
  ]
  const pressed = cards.flatMap((card) =>
    [...JSON.stringify(card).matchAll(/"custom_id":"([^"]*)"/g)].map(([, id = '']) => id),
  )
  const names = pressed.map((id) => readCustomId(id)?.action)
  expect(names).toEqual(['edit', 'tick', 'share', 'history', 'restore'])
  const known = ACTIONS.filter(({ kind, bare }) => kind === 'button' && bare !== true)
  expect(known.map(({ name }) => name)).toEqual(expect.arrayContaining(names))
})
