import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { soon, Stage } from './stage.ts'
import type { Person } from './person.ts'

/** One story in chapters: each goes on where the one before it ended. */
let stage: Stage
let ada: Person
let grace: Person

beforeAll(async () => {
  stage = await Stage.open()
  ada = await stage.person('ada')
  grace = await stage.person('grace')
})
afterAll(() => stage.close())

it('F1: Ada creates a document in the channel, and its card with a picture stands there for everybody', async () => {
  await ada.says('/doc create title:Standup text:- [ ] ship it')
  for (const person of [ada, grace]) {
    await person.cardImage('Standup').waitFor()
    expect(await person.cardImage('Standup').getAttribute('alt')).toContain('ship it')
  }
  await ada.picture('1-card')
})

it('F2: pressing Edit opens the editor in the channel, on that document', async () => {
  await ada.opens('Standup')
  await vi.waitFor(async () => expect(await ada.text()).toContain('ship it'), soon)
  await grace.opens('Standup')
  await vi.waitFor(async () => expect(await grace.text()).toContain('ship it'), soon)
})

it('F20 F25 F26: both type, both see each other, and what they typed is saved', async () => {
  await ada.types('\ntell Grace')
  await vi.waitFor(async () => expect(await grace.text()).toContain('tell Grace'), soon)
  await grace.types('\nthank Ada')
  await vi.waitFor(async () => expect(await ada.text()).toContain('thank Ada'), soon)
  await vi.waitFor(async () => expect(await ada.status.innerText()).toContain('Saved'), soon)
  await vi.waitFor(async () => expect(await grace.status.innerText()).toContain('Saved'), soon)
  await ada.picture('2-two-people-ada')
  await grace.picture('2-two-people-grace')
})

it('F26: Ada sees where Grace is', async () => {
  await grace.editor.click()
  await vi.waitFor(
    async () => expect(await ada.activity.locator('body').innerText()).toContain('Grace'),
    soon,
  )
})

it('F3: the card follows the text within seconds of a pause', async () => {
  await vi.waitFor(
    async () => expect(await ada.cardImage('Standup').getAttribute('alt')).toContain('thank Ada'),
    soon,
  )
  await ada.picture('3-card-followed')
})

it('C1 F65: everything is killed and started again; the document is there and opens from the old card', async () => {
  await stage.kill()
  await stage.start()
  const linus = await stage.person('linus')
  await linus.cardImage('Standup').waitFor()
  await linus.opens('Standup')
  await vi.waitFor(async () => expect(await linus.text()).toContain('thank Ada'), soon)
  await linus.types('\nwelcome Linus')
  await vi.waitFor(async () => expect(await linus.status.innerText()).toContain('Saved'), soon)
  await vi.waitFor(
    async () =>
      expect(await linus.cardImage('Standup').getAttribute('alt')).toContain('welcome Linus'),
    soon,
  )
  await linus.picture('4-after-kill')
})

it('F22: those who were typing when it was killed are connected again by themselves', async () => {
  await vi.waitFor(async () => expect(await ada.text()).toContain('welcome Linus'), soon)
})

it('F70: Discord would have found nothing wrong with any of it', async () => {
  expect(await stage.violations()).toEqual([])
})
