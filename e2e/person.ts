import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FrameLocator, Locator, Page } from 'playwright-core'

const PICTURES = join(import.meta.dirname, 'screenshots')

/** As it is read: without what makes it bold or code. */
const asRead = (text: string | RegExp): string | RegExp =>
  typeof text === 'string' ? text.replaceAll(/\*\*|`/g, '') : text

/** One person in front of their own browser, and what they do and see. */
export class Person {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get messageBox(): Locator {
    return this.page.getByRole('textbox', { name: /^Message / })
  }

  /** All that stands in the open channel, from the oldest. */
  get messages(): Locator {
    return this.page.getByRole('log').getByRole('article')
  }

  /** The newest message with this in it. */
  message(text: string | RegExp): Locator {
    return this.messages.filter({ hasText: asRead(text) }).last()
  }

  /** The card that shows a document, by its title; no private answer. */
  card(title: string): Locator {
    return this.messages
      .filter({ hasText: title })
      .filter({ hasNotText: 'Only you can see this' })
      .last()
  }

  cardImage(title: string): Locator {
    return this.card(title).getByRole('img', { name: /./ }).last()
  }

  /** What the bot has said last to this person alone; with `text` in it. */
  answer(text: string | RegExp = ''): Locator {
    return this.messages
      .filter({ hasText: 'Only you can see this' })
      .filter({ hasText: asRead(text) })
      .last()
  }

  /** What the bot asks for in a window of its own. */
  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  get activity(): FrameLocator {
    return this.page.frameLocator('iframe[title="Activity"]')
  }

  get editor(): Locator {
    return this.activity.locator('.cm-content')
  }

  get status(): Locator {
    return this.activity.getByRole('status')
  }

  /** Goes to a channel, a thread or somebody; on a phone their list has to be opened first. */
  async goes(name: string): Promise<void> {
    const list = this.page.getByRole('button', { name: 'Channels', exact: true })
    if (await list.isVisible()) await list.click()
    await this.page
      .getByRole('navigation', { name: 'Channels' })
      .getByRole('button', { name: new RegExp(`^${name}\\b`) })
      .click()
    await this.page
      .locator('header')
      .getByRole('heading', { level: 2, name, exact: true })
      .first()
      .waitFor()
  }

  async says(text: string): Promise<void> {
    await this.messageBox.fill(text)
    await this.messageBox.press('Enter')
  }

  /** Types a command up to where something is suggested, and takes the suggestion that has `wanted` in it. */
  async picks(typed: string, wanted: string): Promise<void> {
    await this.messageBox.fill(typed)
    await this.page.getByRole('option').filter({ hasText: wanted }).first().click()
    await this.messageBox.press('Enter')
  }

  /** Presses a button of the bot's last private answer, or of something else that it has posted. */
  async presses(label: string, where: Locator = this.answer()): Promise<void> {
    await where.getByRole('button', { name: label, exact: true }).click()
  }

  /** Chooses from a menu of the bot, by what stands in it. */
  async chooses(menu: string, option: string, where: Locator = this.answer()): Promise<void> {
    await where.getByRole('combobox', { name: menu }).click()
    await this.page.getByRole('option').filter({ hasText: option }).first().click()
  }

  /** Fills in what the bot asks for, and sends it. */
  async sends(values: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(values))
      await this.dialog.getByLabel(label).fill(value)
    await this.dialog.getByRole('button', { name: 'Submit' }).click()
    await this.dialog.waitFor({ state: 'detached' })
  }

  /** Chooses from the menu of a message: `Pin message`, or `Apps` and then one of the bot's. */
  async asks(message: Locator, ...lines: string[]): Promise<void> {
    await message.click({ button: 'right', position: { x: 4, y: 4 } })
    for (const line of lines)
      await this.page.getByRole('menuitem', { name: line, exact: true }).click()
  }

  /** Opens a document from its card. */
  async opens(title: string): Promise<void> {
    await this.card(title).getByRole('button', { name: 'Edit', exact: true }).click()
    await this.editor.waitFor()
  }

  /** Types at the end of the document. */
  async types(text: string): Promise<void> {
    await this.editor.click()
    await this.page.keyboard.press('Control+End')
    await this.page.keyboard.type(text)
  }

  text(): Promise<string> {
    return this.editor.innerText()
  }

  async picture(name: string): Promise<void> {
    mkdirSync(PICTURES, { recursive: true })
    await this.page.screenshot({ path: join(PICTURES, `${name}.png`) })
  }
}
