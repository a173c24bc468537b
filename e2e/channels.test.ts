import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { de } from '../bot/src/text/de/index.ts'
import { en } from '../bot/src/text/en/index.ts'
import type { Person } from './person.ts'
import { Stage } from './stage.ts'

const soon = { timeout: 15_000, interval: 50 }

/** Who may do what where: the channel decides, and whoever presses is asked about anew. */
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

it('F9: a document of a private channel is there for those in it, and for nobody else', async () => {
  await ada.goes('staff')
  await ada.says('/doc create title:Salaries text:- [ ] everybody gets more')
  await ada.cardImage('Salaries').waitFor()
  await grace.says('/doc search words:everybody gets')
  await grace.answer(en.search.nothing('everybody gets')).waitFor()
  expect(await grace.messages.filter({ hasText: 'Salaries' }).count()).toBe(0)
})

it('F9 F44: sharing it into a wider channel says who will be able to read it, and asks', async () => {
  await ada.says('/doc share document:Salaries channel:general')
  const asked = ada.answer('Share it?')
  await asked.waitFor()
  expect(await asked.innerText()).toContain('everybody in Analytical Engines')
  expect(await grace.card('Salaries').count()).toBe(0)
  await ada.picture('share-asks')
  await ada.presses(en.share.yes)
  await grace.cardImage('Salaries').waitFor()
})

it('F5 F10: linus ticks from the card, in German; the card follows', async () => {
  await linus.presses(en.tick.open, linus.card('Salaries'))
  await linus.presses(de.tick.check, linus.answer('everybody gets more'))
  await linus.answer(de.tick.allDone).waitFor()
  await linus.picture('tick')
  await vi.waitFor(
    async () => expect(await grace.card('Salaries').innerText()).toContain('1 of 1 done'),
    soon,
  )
})

it('T22 F9: taken away again, its card is empty, and a button from before opens it to nobody', async () => {
  await grace.says('/doc search words:everybody gets')
  const found = grace.answer('everybody gets more')
  await found.waitFor()
  await ada.chooses(en.share.take, '#general')
  await grace.message('not shared with this channel any more').waitFor()
  expect(await grace.messages.getByRole('img', { name: /everybody gets/ }).count()).toBe(0)
  await grace.presses(en.launch.open, found)
  await grace.answer(en.errors.ofServer.not_found).waitFor()
  await grace.picture('taken-away')
})

it('T22 F9: who may not write in a channel can only read its documents', async () => {
  await grace.goes('plans')
  await grace.says('/doc create title:Route text:- [ ] over the hills')
  await grace.cardImage('Route').waitFor()
  await linus.goes('plans')
  await linus.presses(en.tick.open, linus.card('Route'))
  await linus.answer(de.tick.mayNot).waitFor()
  await linus.opens('Route')
  await vi.waitFor(async () => expect(await linus.text()).toContain('over the hills'), soon)
  expect(await linus.editor.getAttribute('contenteditable')).toBe('false')
  await linus.picture('read-only')
})

it('F11: in a thread, in a conversation with the bot, and in one of friends, where the card says that it stays as it is', async () => {
  for (const [place, title, promise] of [
    ['release', 'In a thread', 'Live'],
    ['surprise', 'In a private thread', 'Live'],
    ['Sticky', 'With the bot', 'Live'],
    ['weekend', 'Of friends', 'cannot follow the text'],
  ] as const) {
    await ada.goes(place)
    await ada.says(`/doc create title:${title} text:come along`)
    await ada.cardImage(title).waitFor()
    expect(await ada.card(title).innerText()).toContain(promise)
  }
  await ada.picture('of-friends')
  await grace.goes('weekend')
  await grace.opens('Of friends')
  await vi.waitFor(async () => expect(await grace.text()).toContain('come along'), soon)
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
