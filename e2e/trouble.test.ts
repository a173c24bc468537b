import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { en } from '../bot/src/text/en/index.ts'
import type { Person } from './person.ts'
import { Stage } from './stage.ts'

const soon = { timeout: 20_000, interval: 50 }
const EDITS = 'PATCH /channels/{channel_id}/messages/{message_id}'

/** What goes wrong at Discord: everybody is told, nothing ends, and cards are true again afterwards (C7). */
let stage: Stage
let ada: Person
let grace: Person

beforeAll(async () => {
  stage = await Stage.open()
  ;[ada, grace] = await stage.people('ada', 'grace')
  await ada.says('/doc create title:Shopping text:- [ ] salt')
  await ada.cardImage('Shopping').waitFor()
})
afterAll(() => stage.close())

/** Ada adds a line to the document, from the message box. */
const adds = async (line: string): Promise<void> => {
  await ada.says(`/doc append document:Shopping text:${line}`)
  await ada.answer(en.append.done('Shopping')).waitFor()
}

/** What the document's card shows in the channel that Grace looks at. */
const shown = (): Promise<string | null> => grace.cardImage('Shopping').getAttribute('alt')

it('F70: the doctor finds nothing wrong with a product that runs', async () => {
  const { text, code } = await stage.doctor()
  expect(text).not.toContain('failed  ')
  expect(text).toContain('commands are registered as they should')
  expect(text).toContain('leads to a Sticky server')
  expect(text).toContain('It serves the web app that was built here')
  expect(text).toContain('WebSockets pass')
  expect(code).toBe(0)
})

it('C7: a card follows its text also where Discord says "too many requests", then fails', async () => {
  await stage.change({ kind: 'fail', how: 'rate-limit', route: EDITS, times: 1, retryAfter: 0.3 })
  await stage.change({ kind: 'fail', how: 'server-error', route: EDITS, times: 1 })
  await adds('pepper')
  await vi.waitFor(async () => expect(await shown()).toContain('pepper'), soon)
})

it('C7: the connection to Discord is cut and comes back; commands go on', async () => {
  await stage.change({ kind: 'gateway', event: 'drop' })
  const found = grace.answer('Results for “salt”')
  // until it is back nobody answers: people ask again
  await vi.waitFor(async () => {
    await grace.says('/doc search words:salt')
    await found.waitFor({ timeout: 2_000 })
  }, soon)
  expect(await found.innerText()).toContain('Shopping')
})

it('C7: a command that nobody answers says so, and the next one works', async () => {
  await stage.change({ kind: 'interactions-endpoint', url: 'https://example.org/interactions' })
  await grace.says('/doc list')
  const asked = grace.page.getByRole('article', { name: '/doc list' })
  await asked.getByRole('alert').filter({ hasText: 'did not respond' }).waitFor()
  await grace.picture('did-not-respond')
  await stage.change({ kind: 'interactions-endpoint', url: null })
  await grace.says('/doc list')
  const answered = grace.answer(en.list.empty.owned)
  await answered.waitFor()
  expect(await answered.innerText()).toContain(en.list.shelves.here)
})

it('F2 C7: where Activities are off, Edit offers a link, and the doctor says what to do', async () => {
  await stage.change({ kind: 'activities', isEnabled: false })
  await grace.presses(en.card.edit, grace.card('Shopping'))
  await grace.answer(en.launch.activitiesOff).waitFor()
  const link = grace.answer(en.launch.activitiesOff).getByRole('link', { name: en.launch.open })
  expect(await link.getAttribute('href')).toMatch(
    /^https:\/\/discord\.com\/activities\/\d+\?custom_id=/,
  )
  await grace.picture('activities-off')
  const { text, code } = await stage.doctor()
  expect(text).toContain('switch "Enable Activities" on')
  expect(code).toBe(1)
  await stage.change({ kind: 'activities', isEnabled: true })
})

it('C7: a card that somebody deletes stays away; another one of the document goes on', async () => {
  await ada.says('/doc share document:Shopping channel:plans')
  await ada.answer(/posted there|Share it/).waitFor()
  await grace.goes('plans')
  await grace.cardImage('Shopping').waitFor()
  await ada.asks(ada.card('Shopping'), 'Delete message')
  await adds('cups')
  await vi.waitFor(async () => expect(await shown()).toContain('cups'), soon)
  expect(
    await ada.messages.filter({ has: ada.page.getByRole('img', { name: /salt/ }) }).count(),
  ).toBe(0)
  await grace.picture('another-card')
})

it('F70: Discord would have found nothing wrong with any of it', async () => {
  expect(await stage.violations()).toEqual([])
})
