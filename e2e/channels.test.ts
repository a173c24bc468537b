import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { de } from '../bot/src/text/de/index.ts'
import { en } from '../bot/src/text/en/index.ts'
import type { Person } from './person.ts'
import { soon, Stage } from './stage.ts'

/** Who may do what where: the channel decides, and whoever presses is asked about anew. */
let stage: Stage
let ada: Person
let grace: Person
let linus: Person

beforeAll(async () => {
  stage = await Stage.open()
  ;[ada, grace] = await stage.people('ada', 'grace')
  linus = await stage.person('linus', { width: 390, height: 844 })
})
afterAll(() => stage.close())

it('F9: a document of a private channel is there for those in it, and for nobody else', async () => {
  await ada.goes('staff')
  await ada.says('/doc create title:Salaries text:- [ ] **everybody** gets more\n- [ ] cake')
  await ada.cardImage('Salaries').waitFor()
  await grace.says('/doc search words:everybody gets')
  await grace.answer(en.search.nothing('everybody gets')).waitFor()
  expect(await grace.messages.filter({ hasText: 'Salaries' }).count()).toBe(0)
})

it('F9 F44: sharing it into a wider channel says who will be able to read it, and asks', async () => {
  await ada.says('/doc share document:Salaries channel:general')
  const asked = ada.answer('Share it?')
  await asked.waitFor()
  expect(await asked.innerText()).toContain('everyone in Analytical Engines')
  expect(await grace.card('Salaries').count()).toBe(0)
  await ada.picture('share-asks')
  await ada.presses(en.share.yes)
  await grace.cardImage('Salaries').waitFor()
})

it('F5 F10: linus ticks from the card, on a phone and in German; the card follows, and it can be undone', async () => {
  await linus.presses(en.tick.open, linus.card('Salaries'))
  const list = linus.answer('everybody gets more')
  await list.getByRole('button', { name: de.tick.check }).first().click()
  await list.getByRole('button', { name: de.tick.uncheck }).waitFor()
  await linus.picture('tick-phone')
  const card = grace.card('Salaries')
  await vi.waitFor(async () => expect(await card.innerText()).toContain('1 of 2 done'), soon)
  expect(await card.innerText()).toContain('by Linus')
  await linus.presses(de.tick.uncheck, list)
  await vi.waitFor(
    async () => expect(await list.getByRole('button', { name: de.tick.check }).count()).toBe(2),
    soon,
  )
})

it('T22 F9: taken away again, the card is empty, a button from before opens nothing, and all comes back with the right', async () => {
  await grace.says('/doc search words:everybody gets')
  const found = grace.answer('Results for')
  await found.waitFor()
  const shown = grace.messages.getByRole('img', { name: /everybody gets/ })
  expect(await shown.count()).toBe(1)
  await ada.chooses(en.share.take, '#general')
  const withheld = grace.message('no longer shared with this channel')
  await withheld.waitFor()
  expect(await shown.count()).toBe(0)
  expect(await withheld.getByRole('button', { name: /Edit|Tick|Share|History/ }).count()).toBe(0)
  await grace.presses(en.launch.open, found)
  await grace.answer(en.errors.ofServer.not_found).waitFor()
  await grace.picture('taken-away')
  await ada.chooses(en.share.intoChannel, 'general')
  await ada.presses(en.share.yes, ada.answer('That lets'))
  await grace.cardImage('Salaries').waitFor()
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

it('T23: a title that would call everybody calls nobody', async () => {
  await ada.goes('general')
  await ada.says('/doc create title:@everyone **x** <@1> text:nothing to see')
  await ada.cardImage('@everyone').waitFor()
  expect(await ada.card('@everyone').innerText()).toContain('@everyone **x** <@1>')
  // one is in the channel, the other somewhere else in the server
  for (const person of [grace, linus]) {
    expect(await person.page.locator('.ping, .pings').count()).toBe(0)
  }
})

it('F11: in a thread, in a conversation with the bot, and in one of friends, where the card says that it stays as it is', async () => {
  for (const [place, title, promise] of [
    ['release', 'In a thread', 'Live'],
    ['surprise', 'In a private thread', 'Live'],
    ['Sticky', 'With the bot', 'Live'],
    ['weekend', 'Of friends', 'can’t update itself'],
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

it('F70: Discord would have found nothing wrong with any of it', async () => {
  expect(await stage.violations()).toEqual([])
})
