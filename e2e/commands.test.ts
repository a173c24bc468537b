import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Person } from './person.ts'
import { Stage } from './stage.ts'

const soon = { timeout: 15_000, interval: 50 }

/** Every command once, in the life of one document: each chapter goes on where the one before it ended. */
let stage: Stage
let ada: Person
let grace: Person

beforeAll(async () => {
  stage = await Stage.open()
  ada = await stage.person('ada')
  grace = await stage.person('grace')
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

it('F70: Discord would have found nothing wrong with any of it', async () => {
  expect(await stage.violations()).toEqual([])
})
