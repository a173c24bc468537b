import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { de } from '../bot/src/text/de/index.ts'
import { en } from '../bot/src/text/en/index.ts'
import type { Person } from './person.ts'
import { soon, Stage } from './stage.ts'

/** Every command once, in the life of one document: each chapter goes on where the one before it ended. */
let stage: Stage
let ada: Person
let grace: Person
let linus: Person

beforeAll(async () => {
  stage = await Stage.open()
  ;[ada, grace, linus] = await stage.people('ada', 'grace', 'linus')
})
afterAll(() => stage.close())

it('F1 F10: /doc create puts a document into the channel for everybody', async () => {
  await ada.says('/doc create title:Picnic text:- [ ] bread')
  await ada.says('/doc create title:Budget text:twelve pounds for gingerbread')
  for (const person of [ada, grace]) {
    await person.cardImage('Picnic').waitFor()
    await person.cardImage('Budget').waitFor()
    expect(await person.card('Budget').innerText()).toContain('4 words')
  }
})

it('F10: /doc open suggests documents while their title is typed, and opens the chosen one', async () => {
  await grace.picks('/doc open document:pic', 'Picnic')
  await vi.waitFor(async () => expect(await grace.text()).toContain('bread'), soon)
})

it('F10 F43: /doc list shows mine and those of the channel, to me alone, and opens them', async () => {
  await ada.says('/doc list')
  await ada.answer('Budget').waitFor()
  await grace.says('/doc list')
  await grace.answer('You have no documents yet').waitFor()
  await grace.presses('This channel')
  await grace.answer('Budget').waitFor()
  await grace.picture('list')
  expect(await ada.answer('This channel has no documents').count()).toBe(0)
})

it('F10 F46: /doc search finds what stands in a text, and says where', async () => {
  await ada.says('/doc search words:gingerbred')
  await ada.answer('twelve pounds').waitFor()
  await ada.picture('search')
  await ada.presses('Open')
  await vi.waitFor(async () => expect(await ada.text()).toContain('gingerbread'), soon)
})

it('F45: /doc link makes a link in a dialog; whoever has it reads, until it is revoked', async () => {
  await ada.says('/doc link document:Budget')
  await ada.presses(en.link.make, ada.answer(en.link.none))
  await ada.sends({ [en.link.fields.label]: 'for the baker' })
  const ready = ada.answer(en.link.ready)
  const url = await ready.getByRole('link', { name: en.launch.open }).getAttribute('href')
  await ada.picture('link')
  const baker = await stage.stranger(url ?? '')
  expect(await baker.locator('body').innerText()).toContain('gingerbread')

  await ada.presses(en.link.all, ready)
  await ada.presses(en.link.revoke, ada.answer('for the baker'))
  await ada.presses(en.link.revoke, ada.answer('Revoke the link'))
  await ada.answer('The link is revoked').waitFor()
  await baker.reload()
  expect(await baker.locator('body').innerText()).not.toContain('gingerbread')
})

it('F9 F10: /doc settings says which role may create; others are told so in their language', async () => {
  await linus.says('/doc settings')
  await linus.answer(de.settings.notManager).waitFor()
  await ada.says('/doc settings')
  const form = ada.answer(en.settings.heading)
  await form.getByRole('combobox').first().click()
  await ada.page.getByRole('option', { name: 'Editors' }).click()
  await ada.page.keyboard.press('Escape')
  await vi.waitFor(
    async () => expect(await form.getByRole('combobox').first().innerText()).toContain('Editors'),
    soon,
  )
  await ada.picture('settings')
  await linus.says('/doc create title:Mutiny')
  const [, why = ''] = de.settings.onlySome.create('ROLES').split('ROLES')
  await linus.answer(why).waitFor()
  await grace.says('/doc create title:Allowed')
  await grace.cardImage('Allowed').waitFor()
})

it('F10: /doc help says what there is, to me alone', async () => {
  await grace.says('/doc help')
  await grace.answer('/doc search').waitFor()
  expect(await grace.answer('/doc search').innerText()).toContain(en.help.intro.slice(0, 40))
  await grace.picture('help')
})

it('F70: Discord would have found nothing wrong with any of it', async () => {
  expect(await stage.violations()).toEqual([])
})
