import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Person } from './person.ts'
import { Stage } from './stage.ts'

const soon = { timeout: 15_000, interval: 50 }

/** Who may do what where: the channel decides, and nothing comes out of a title. */
let stage: Stage
let ada: Person
let grace: Person
let linus: Person

beforeAll(async () => {
  stage = await Stage.open()
  ada = await stage.person('ada')
  grace = await stage.person('grace')
  linus = await stage.person('linus')
})
afterAll(() => stage.close())

it('F9 F11: a document of a private channel is there for those in it, and for nobody else', async () => {
  await ada.goes('staff')
  await ada.says('/doc create title:Salaries text:everybody gets more')
  await ada.cardImage('Salaries').waitFor()
  await linus.says('/doc search words:everybody gets')
  await linus.answer().waitFor()
  expect(await linus.messages.filter({ hasText: 'Salaries' }).count()).toBe(0)
})

it('T22 F9: who may not write in a channel opens its document, and can only read it', async () => {
  await grace.goes('plans')
  await grace.says('/doc create title:Route text:over the hills')
  await grace.cardImage('Route').waitFor()
  await linus.goes('plans')
  await linus.opens('Route')
  await vi.waitFor(async () => expect(await linus.text()).toContain('over the hills'), soon)
  expect(await linus.editor.getAttribute('contenteditable')).toBe('false')
  await linus.picture('read-only')
})

it('T22: a card is still there after the right to its document is gone; its button is not of use any more', async () => {
  await stage.change({
    kind: 'overwrite',
    channel: 'plans',
    person: 'linus',
    allow: [],
    deny: ['SendMessages', 'ViewChannel'],
  })
  await linus.page.getByRole('heading', { level: 2, name: 'general' }).waitFor()
})

it('F11: in a thread, in a conversation with the bot and in one of friends', async () => {
  for (const [place, title] of [
    ['release', 'In a thread'],
    ['Sticky', 'With the bot'],
    ['weekend', 'Of friends'],
  ] as const) {
    await ada.goes(place)
    await ada.says(`/doc create title:${title} text:- [ ] come along`)
    await ada.cardImage(title).waitFor()
  }
  await ada.picture('group')
})

it('T23: a title that would call everybody calls nobody', async () => {
  await ada.goes('general')
  await ada.says('/doc create title:@everyone **x** <@1> text:nothing to see')
  await ada.cardImage('@everyone').waitFor()
  expect(await ada.card('@everyone').innerText()).toContain('@everyone **x** <@1>')
})

it('F70: Discord would have found nothing wrong with any of it', async () => {
  expect(await stage.violations()).toEqual([])
})
