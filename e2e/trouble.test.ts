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

/** Ada adds a line to the document in the editor, which stays open. */
const adds = async (line: string): Promise<void> => {
  // the editor goes on with the list
  await ada.types(`\n${line}`)
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
  await ada.opens('Shopping')
  await stage.change({ kind: 'fail', how: 'rate-limit', route: EDITS, times: 1, retryAfter: 0.3 })
  await stage.change({ kind: 'fail', how: 'server-error', route: EDITS, times: 1 })
  await adds('pepper')
  await vi.waitFor(async () => expect(await shown()).toContain('pepper'), soon)
})

it('C7: the connection to Discord is cut and comes back; commands and cards go on', async () => {
  await stage.change({ kind: 'gateway', event: 'drop' })
  await adds('wine')
  await vi.waitFor(async () => expect(await shown()).toContain('wine'), soon)
  await grace.says('/doc search words:wine')
  await grace.answer('Results for “wine”').waitFor()
})

it('C7: a command that nobody answers says so, and the next one works', async () => {
  await stage.change({ kind: 'interactions-endpoint', url: 'https://example.org/interactions' })
  await grace.says('/doc list')
  await grace.page.getByRole('alert').filter({ hasText: 'did not respond' }).waitFor()
  await grace.picture('did-not-respond')
  await stage.change({ kind: 'interactions-endpoint', url: null })
  await grace.says('/doc list')
  await grace.answer(en.list.empty.owned).waitFor()
  expect(await grace.answer().innerText()).toContain(en.list.shelves.here)
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
