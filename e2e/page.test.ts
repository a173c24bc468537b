import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Person } from './person.ts'
import { soon, Stage } from './stage.ts'

/** The stand-in's page itself: what people do at Discord whatever the bot may be. */
let stage: Stage
let ada: Person
let grace: Person

beforeAll(async () => {
  stage = await Stage.open()
  ada = await stage.person('ada')
  grace = await stage.person('grace', { theme: 'light' })
})
afterAll(() => stage.close())

const entry = (person: Person, name: string) =>
  person.page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name })

const fault = async (person: Person, press: () => Promise<unknown>) => {
  await person.page.getByRole('button', { name: 'Faults' }).click()
  await press()
  await person.page.getByRole('button', { name: 'Close Faults' }).click()
}

it('F70: people write, mention, answer, edit, pin and delete', async () => {
  await ada.says('Who has the **plan**?')
  await grace.message('Who has the plan?').waitFor()
  await ada.goes('plans')
  await grace.asks(grace.message('Who has the plan?'), 'Reply')
  await grace.says('@Ada I do')
  await entry(ada, 'general 1 unread').getByText('1', { exact: true }).waitFor()
  await ada.goes('general')
  await ada.message('@Ada I do').getByRole('button', { name: 'Who has the' }).click()
  await vi.waitFor(async () => {
    const focused = await ada.page.evaluate(() => document.activeElement?.textContent)
    expect(focused).toContain('Who has the plan?')
  }, soon)
  await ada.asks(ada.message('Who has the plan?'), 'Edit message')
  await ada.page.getByRole('textbox', { name: 'Your message' }).fill('Who has the picture?')
  await ada.page.keyboard.press('Enter')
  await grace.message('Who has the picture? (edited)').waitFor()
  await ada.asks(ada.message('Who has the picture?'), 'Pin message')
  await grace.message('pinned a message').waitFor()
  await grace.page.getByRole('button', { name: 'Pinned messages' }).click()
  const pins = grace.page.getByRole('dialog', { name: 'Pinned messages' })
  await pins.getByText('Who has the picture?').waitFor()
  await pins.getByRole('button', { name: 'Jump' }).click()
  await ada.asks(ada.message('Who has the picture? (edited)'), 'Delete message')
  await grace.message('Who has the picture?').waitFor({ state: 'detached' })
})

it('F70: a thread belongs to its channel, and a private one to those who are in it', async () => {
  await ada.says('Let us talk beside')
  await ada.asks(ada.message('Let us talk beside'), 'Create thread')
  await ada.page.getByLabel('Thread name').fill('beside')
  await ada.page.keyboard.press('Enter')
  await ada.goes('beside')
  await ada.says('only here')
  await grace.goes('beside')
  await grace.message('only here').waitFor()
  await ada.goes('general')
  await ada.page.getByRole('button', { name: 'Channel options' }).click()
  await ada.page.getByRole('menuitem', { name: 'Create private thread' }).click()
  await ada.page.getByLabel('Thread name').fill('hidden')
  await ada.page.keyboard.press('Enter')
  await entry(ada, 'hidden').waitFor()
  expect(await entry(grace, 'hidden').count()).toBe(0)
  await grace.goes('general')
})

it('F70: the menu of a message opens from the keyboard and gives the focus back', async () => {
  await ada.says('by hand')
  const { page } = ada
  await ada.message('by hand').focus()
  await page.keyboard.press('Shift+F10')
  const menu = page.getByRole('menu', { name: 'Message' })
  await menu.waitFor()
  await page.keyboard.press('End')
  const isOnLast = menu.getByRole('menuitem', { name: 'Delete message' })
  expect(await isOnLast.evaluate((line) => line === document.activeElement)).toBe(true)
  await page.keyboard.press('Escape')
  await menu.waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('by hand')
})

it('F70 C7: who gets no answer from the bot is told so after three seconds, and asks again', async () => {
  const { page } = ada
  await fault(ada, async () => {
    await page.getByRole('combobox', { name: 'How requests fail' }).selectOption('no answer')
    await page.getByRole('button', { name: 'Let them fail' }).click()
    await page.getByText('Will fail: 1 × no answer, any route').waitFor()
  })
  await ada.says('/doc list')
  const failed = ada.answer('The application did not respond')
  await failed.waitFor()
  await failed.getByRole('button', { name: 'Dismiss message' }).click()
  await failed.waitFor({ state: 'detached' })
  await ada.says('/doc list')
  await ada.answer('/doc list').getByRole('button').first().waitFor()
  expect(await failed.count()).toBe(0)
})

it('F70: who is asked whether the app may know them says yes once, and it runs in every layout', async () => {
  const { page } = ada
  await fault(ada, () => page.getByRole('combobox', { name: 'Consent' }).selectOption('ask'))
  await page.getByRole('button', { name: 'App launcher' }).click()
  await page.getByRole('button', { name: 'Launch', exact: true }).click()
  await ada.dialog.getByText('identify').waitFor()
  await ada.dialog.getByRole('button', { name: 'Authorize' }).click()
  await ada.activity.getByRole('heading').first().waitFor()
  await grace.page.getByRole('button', { name: /^Join/ }).waitFor()
  const width = async () =>
    (await page.getByTitle('Activity', { exact: true }).boundingBox())?.width
  const focused = (await width()) ?? 0
  await page.getByRole('button', { name: 'Picture in picture' }).click()
  await vi.waitFor(async () => expect(await width()).toBeLessThan(focused / 1.5), soon)
  await page.getByRole('button', { name: 'Focus' }).click()
  await page.getByRole('button', { name: 'Phone' }).click()
  await vi.waitFor(async () => expect(await width()).toBe(375), soon)
  const inset = () =>
    ada.activity
      .locator('html')
      .evaluate((html) => getComputedStyle(html).getPropertyValue('--discord-safe-area-inset-top'))
  await vi.waitFor(async () => expect(await inset()).toBe('44px'), soon)
  expect(await ada.dialog.count()).toBe(0)
  await page.getByRole('button', { name: 'Leave app' }).click()
})

it('F70: at 320 pixels channels, people and faults have room, and nothing scrolls sideways', async () => {
  const linus = await stage.person('linus', { width: 320, height: 640 })
  const { page } = linus
  await page.getByRole('button', { name: 'Channels' }).click()
  await page.getByRole('button', { name: 'Linus: switch person' }).click()
  await page.getByRole('link', { name: 'Open Grace in a new tab' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Faults' }).click()
  await page.getByRole('heading', { name: 'Faults' }).waitFor()
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBeLessThanOrEqual(320)
})

it('F70: Discord would have found nothing wrong with any of it', async () => {
  expect(await stage.violations()).toEqual([])
})
