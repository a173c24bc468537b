import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { soon, Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage.close())

it('F1 F2 F29: with the keyboard alone, from the command to saved text and out of the editor again', async () => {
  const ada = await stage.person('ada', { theme: 'light' })
  const { page } = ada
  await ada.messageBox.focus()
  await page.keyboard.type('/doc create title:Keyboard text:# By hand')
  await page.keyboard.press('Enter')
  await ada.cardImage('Keyboard').waitFor()
  const edit = ada.card('Keyboard').getByRole('button', { name: 'Edit', exact: true })
  await vi.waitFor(async () => {
    await page.keyboard.press('Shift+Tab')
    expect(await edit.evaluate((button) => button === document.activeElement)).toBe(true)
  }, soon)
  await page.keyboard.press('Enter')
  await ada.editor.waitFor()
  await vi.waitFor(async () => expect(await ada.text()).toContain('By hand'), soon)
  await ada.editor.focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('\nwithout a mouse')
  await vi.waitFor(async () => expect(await ada.status.innerText()).toContain('Saved'), soon)
  await ada.picture('light-desktop')
  await page.keyboard.press('Tab')
  expect(await ada.text()).not.toContain('\t')
})

it('F29: at 320 pixels the channel, its card and the editor fit without scrolling sideways', async () => {
  const grace = await stage.person('grace', { width: 320, height: 640 })
  await grace.says('/doc create title:Narrow text:- [ ] fits on a phone held in one hand')
  await grace.cardImage('Narrow').waitFor()
  await grace.picture('narrow-channel')
  await grace.opens('Narrow')
  await vi.waitFor(async () => expect(await grace.text()).toContain('one hand'), soon)
  await grace.picture('narrow-editor')
  const wide = await grace.page.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBeLessThanOrEqual(320)
  const inner = await grace.activity.locator('html').evaluate((html) => html.scrollWidth)
  expect(inner).toBeLessThanOrEqual(320)
})

it('T23 T11: titles and text that try to break out are shown as they are', async () => {
  const ada = await stage.person('ada')
  const title = '<img src=x onerror=alert(1)> @everyone **bold**'
  await ada.says(
    `/doc create title:${title} text:<script>alert(1)</script> [x](javascript:alert(1))`,
  )
  await ada.cardImage('@everyone').waitFor()
  expect(await ada.card('@everyone').innerText()).toContain(title)
  const dialogs: string[] = []
  ada.page.on('dialog', (dialog) => void dialogs.push(dialog.message()))
  await ada.opens('@everyone')
  await vi.waitFor(async () => expect(await ada.text()).toContain('<script>'), soon)
  await ada.picture('hostile')
  expect(dialogs).toEqual([])
  expect(await stage.violations()).toEqual([])
})
