import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { soon, Stage } from './stage.ts'
import type { Person } from './person.ts'

let stage: Stage
let ada: Person
let grace: Person

beforeAll(async () => {
  stage = await Stage.open()
  ada = await stage.person('ada')
  grace = await stage.person('grace')
  await ada.says('/doc create title:Menu text:soup of the day')
  await ada.cardImage('Menu').waitFor()
  await ada.says('/doc create title:Guests text:Linus and his sister')
  await ada.cardImage('Guests').waitFor()
})
afterAll(() => stage.close())

it('F2: one Activity, two documents: each opens what they pressed Edit on', async () => {
  await ada.opens('Menu')
  await vi.waitFor(async () => expect(await ada.text()).toContain('soup'), soon)
  await grace.opens('Guests')
  await vi.waitFor(async () => expect(await grace.text()).toContain('Linus'), soon)
})

it('F2: Edit on another card, pressed while the Activity is open, opens that document there', async () => {
  await ada.card('Guests').getByRole('button', { name: 'Edit' }).click()
  await vi.waitFor(async () => expect(await ada.text()).toContain('Linus'), soon)
  await ada.types('\nAda, too')
  await vi.waitFor(async () => expect(await grace.text()).toContain('Ada, too'), soon)
  expect(await grace.text()).not.toContain('soup')
})

it('F2: the list shows who is where, and leads there', async () => {
  await ada.activity.getByRole('button', { name: 'All documents' }).click()
  const here = ada.activity.getByRole('region', { name: 'Open in this Activity' })
  await here.getByRole('link', { name: /Guests/ }).waitFor()
  await here.getByRole('img', { name: 'Grace' }).waitFor()
  await ada.picture('5-who-is-where')
  await here.getByRole('link', { name: /Guests/ }).click()
  await vi.waitFor(async () => expect(await ada.text()).toContain('Linus'), soon)
})
