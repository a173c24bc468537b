import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { en } from '../bot/src/text/en/index.ts'
import type { Person } from './person.ts'
import { soon, Stage } from './stage.ts'

/** What can be done to a document without its editor, from the message box and the menus of messages. */
let stage: Stage
let ada: Person
let grace: Person

beforeAll(async () => {
  stage = await Stage.open({ VERSION_PAUSE_MS: '300', VERSION_PATIENCE_MS: '1000' })
  ;[ada, grace] = await stage.people('ada', 'grace')
  await ada.says('/doc create title:Recipe text:flour and water')
  await ada.cardImage('Recipe').waitFor()
  // what it is now is a version before anybody goes on
  await vi.waitFor(async () => {
    await ada.says('/doc history document:Recipe')
    await ada.answer(en.history.heading('Recipe')).getByRole('combobox').waitFor({ timeout: 2_000 })
  }, soon)
})
afterAll(() => stage.close())

/** What the document's card shows to Grace. */
const shown = (title = 'Recipe'): Promise<string | null> =>
  grace.cardImage(title).getAttribute('alt')

it('F7: /doc edit brings the text in a dialog; what somebody else wrote meanwhile is kept', async () => {
  await grace.says('/doc edit document:Recipe')
  await grace.dialog.getByLabel(en.write.text).waitFor()
  await ada.says('/doc append document:Recipe text:a pinch of salt')
  await ada.answer(en.append.done('Recipe')).waitFor()
  await grace.picture('edit-dialog')
  await grace.sends({ [en.write.text]: 'flour and milk' })
  const merged = grace.answer(en.write.merged)
  await merged.waitFor()
  expect(await merged.getByRole('button', { name: en.launch.open }).count()).toBe(1)
})

it('F28: /doc history says what has changed since a version, and brings it back', async () => {
  await grace.says('/doc history document:Recipe')
  const versions = grace.answer(en.history.heading('Recipe'))
  await versions.getByRole('combobox', { name: en.history.choose }).click()
  await grace.page.getByRole('option').last().click()
  const changes = grace.answer('Since then')
  await changes.waitFor()
  expect(await changes.innerText()).toMatch(/flour and water milk\s+a pinch of salt/)
  await grace.picture('history')
  await grace.presses(en.history.restore, changes)
  await grace.presses(en.history.restore, grace.answer('The current text is kept'))
  await grace.answer(en.history.done).waitFor()
})

it('F69: /doc export hands out the text as a file, to me alone', async () => {
  await grace.says('/doc export document:Recipe')
  const answer = grace.answer('Here is Recipe')
  const file = await answer
    .getByRole('link', { name: 'Recipe.md', exact: true })
    .getAttribute('href')
  const text = await fetch(file ?? '').then((response) => response.text())
  expect(text).toContain('flour and water')
})

it('F6: "Save to document" in the menu of a message makes a document of it, with the way back', async () => {
  await grace.says('We meet at noon, behind the mill')
  await ada.asks(ada.message('behind the mill'), 'Apps', en.save.command)
  await ada.picture('save-dialog')
  await ada.sends({ [en.save.title]: 'Minutes' })
  await ada.presses(en.launch.open, ada.answer(en.save.made('Minutes')))
  await vi.waitFor(async () => expect(await ada.text()).toContain('behind the mill'), soon)
  // the address shows where one writes
  await ada.types('')
  await ada.page.keyboard.press('ArrowUp')
  await ada.page.keyboard.press('End')
  expect(await ada.text()).toMatch(/discord\.com\/channels\/\d+\/\d+\/\d+/)
})

it('F8: /doc pin pins the card', async () => {
  await ada.says('/doc pin document:Recipe')
  await ada.answer(en.pin.done('Recipe')).waitFor()
  await grace.page.getByRole('button', { name: 'Pinned messages' }).click()
  await grace.dialog.getByText('Recipe').first().waitFor()
  expect(await grace.dialog.innerText()).toContain('Recipe')
  await grace.page.keyboard.press('Escape')
})

it('F8: /doc stick keeps the card at the bottom of the channel, until it is let go', async () => {
  await ada.says('/doc stick document:Recipe')
  await ada.answer(en.stick.done('Recipe')).waitFor()
  await grace.says('Who brings the pan?')
  const last = grace.messages.last()
  await vi.waitFor(
    async () => expect(await last.getByRole('img', { name: /flour/ }).count()).toBe(1),
    soon,
  )
  await grace.picture('stick')
  await ada.presses(en.stick.letGo, ada.answer(en.stick.done('Recipe')))
  await ada.answer(en.stick.gone).waitFor()
})

it('F10: /doc rename gives it another title, everywhere', async () => {
  await ada.says('/doc rename document:Recipe title:Pancakes')
  await ada.answer(en.rename.done('Pancakes')).waitFor()
  await grace.cardImage('Pancakes').waitFor()
  await vi.waitFor(async () => expect(await shown('Pancakes')).toContain('flour'), soon)
})

it('F42: /doc delete asks; the card says that it is gone, and offers it back', async () => {
  await grace.says('/doc delete document:Pancakes')
  await grace.answer(en.remove.notYours).waitFor()
  await ada.says('/doc delete document:Pancakes')
  await ada.presses(en.remove.yes, ada.answer(en.remove.ask('Pancakes')))
  await grace.message(en.card.deleted).waitFor()
  await grace.picture('deleted')
  await ada.presses(en.card.restore, ada.card(en.card.deleted))
  await vi.waitFor(async () => expect(await shown('Pancakes')).toContain('flour'), soon)
})

it('F70: Discord would have found nothing wrong with any of it', async () => {
  expect(await stage.violations()).toEqual([])
})
