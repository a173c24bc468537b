import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Person } from './person.ts'
import { Stage } from './stage.ts'

const soon = { timeout: 15_000, interval: 50 }
const TITLE = 'Shopping'
const SECRET = 'champagne'

/** What a card does for people who never open the editor; each chapter goes on where the one before it ended. */
let stage: Stage
let ada: Person
let grace: Person

beforeAll(async () => {
  stage = await Stage.open()
  ada = await stage.person('ada')
  grace = await stage.person('grace', { width: 390, height: 844 })
  await ada.says(
    `/doc create title:${TITLE} text:- [ ] **bread** from Holt\n- [ ] ${SECRET}\n- [ ] tea`,
  )
  await grace.cardImage(TITLE).waitFor()
})
afterAll(() => stage.close())

it('F5: one press on the card to the list, one to tick; everybody sees it on the card', async () => {
  await grace.presses('Tick…', grace.card(TITLE))
  const list = grace.answer(SECRET)
  await list.getByText('bread from Holt').waitFor()
  await list.getByRole('button', { name: 'Tick' }).first().click()
  await list.getByRole('button', { name: 'Undo' }).waitFor()
  for (const person of [ada, grace])
    await vi.waitFor(
      async () => expect(await person.card(TITLE).innerText()).toContain('1 of 3 done'),
      soon,
    )
  expect(await ada.card(TITLE).innerText()).toContain('by Grace')
  await grace.picture('tick-phone')
})

it('F5: what was ticked by mistake is taken back in the same place', async () => {
  await grace.presses('Undo', grace.answer(SECRET))
  await vi.waitFor(
    async () => expect(await ada.card(TITLE).innerText()).toContain('0 of 3 done'),
    soon,
  )
})

it('F9: taken from the channel, text and picture are gone from it at once, and come back with the right', async () => {
  await ada.presses('Share', ada.card(TITLE))
  await ada.answer('may edit').waitFor()
  const shown = grace.page.getByRole('log').getByRole('img', { name: new RegExp(SECRET) })
  expect(await shown.count()).toBe(1)
  await ada.chooses('Take it away from', 'general')
  const withheld = grace.message('not shared with this channel any more')
  await withheld.waitFor({ timeout: 10_000 })
  expect(await shown.count()).toBe(0)
  expect(await withheld.getByRole('button', { name: /Edit|Tick|Share|History/ }).count()).toBe(0)
  await grace.picture('withheld-phone')
  await ada.chooses('Share into a channel', 'general')
  await ada.presses('Share', ada.answer('will be able to read it'))
  await withheld.waitFor({ state: 'detached' })
  await grace.cardImage(TITLE).waitFor({ timeout: 15_000 })
})

it('F70: Discord would have found nothing wrong with any of it', async () => {
  expect(await stage.violations()).toEqual([])
})
