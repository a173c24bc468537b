import { Client } from '@sticky/shared/api/client'
import type { Session } from '@sticky/shared/api/sessions'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import { soon } from './stage.ts'
import type { Look, Stage } from './stage.ts'

/** Where the web app is while a stage is open. */
export const WEB = 'http://localhost:3111'

/** Somebody with a browser at the plain web page, where accounts are Sticky's own. */
export class Writer {
  readonly session: Session
  readonly api: Client
  readonly #context: BrowserContext
  page: Page

  constructor(session: Session, page: Page) {
    this.session = session
    this.api = new Client({ baseUrl: WEB, fetch, token: () => session.token })
    this.page = page
    this.#context = page.context()
  }

  get editor(): Locator {
    return this.page.locator('.cm-content')
  }

  /** What helps to write: it comes after the text. */
  get writing(): Locator {
    return this.page.getByRole('button', { name: 'Markdown source' })
  }

  async opens(document: string): Promise<void> {
    await this.page.goto(`${WEB}/d/${document}`)
    await this.editor.waitFor()
  }

  /** Ends the tab as a crash does, and begins another one on the same device. */
  async loses(): Promise<void> {
    await this.page.close()
    this.page = await this.#context.newPage()
  }

  async anotherTab(): Promise<Writer> {
    return new Writer(this.session, await this.#context.newPage())
  }

  async types(text: string): Promise<void> {
    await this.editor.click()
    await this.page.keyboard.press('Control+End')
    await this.page.keyboard.type(text)
  }

  /** The page itself still loads, as from a cache; tickets and the socket do not get through. */
  async goesOffline(): Promise<void> {
    await this.#context.route(/\/api\/v1\/documents\//, (route) => route.abort())
    await this.page.evaluate(() => dispatchEvent(new Event('offline')))
  }

  async comesBack(): Promise<void> {
    await this.#context.unrouteAll()
    await this.page.evaluate(() => dispatchEvent(new Event('online')))
  }

  async sees(text: string): Promise<void> {
    await vi.waitFor(async () => expect(await this.editor.innerText()).toContain(text), soon)
  }

  async isTold(status: string): Promise<void> {
    const line = this.page.getByRole('status')
    await vi.waitFor(async () => expect(await line.innerText()).toBe(status), soon)
  }
}

/** Somebody new, signed in at the web page with an account of their own. */
export const signUp = async (stage: Stage, name: string, look: Look = {}): Promise<Writer> => {
  const { page } = await stage.person(name, look)
  const nobody = new Client({ baseUrl: WEB, fetch, token: () => undefined })
  const login = { username: `writer-${name}`, password: `the password of ${name}` }
  await nobody.createUser({ ...login, displayName: name })
  const session = await nobody.createSession(login)
  await page.context().addInitScript((kept) => {
    if (localStorage.getItem('sticky.session') === null)
      localStorage.setItem('sticky.session', kept)
  }, JSON.stringify(session))
  return new Writer(session, page)
}

/** A document of one in which the other may write, open with both. */
export const together = async (
  owner: Writer,
  editor: Writer,
  content: string,
  title = 'Plan',
): Promise<string> => {
  const { id } = await owner.api.createDocument({ title, content })
  await owner.api.putGrant(id, `user:${editor.session.user.id}`, { role: 'edit' })
  for (const person of [owner, editor]) {
    await person.opens(id)
    await person.writing.waitFor()
    await person.isTold('Saved')
  }
  return id
}
