import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core'
import { findOrInstallBrowser } from '../scripts/chromium.ts'

const ROOT = join(import.meta.dirname, '..')
const PICTURES = join(import.meta.dirname, 'screenshots')

/** Without these, Chromium talks to the world at every start. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export type Look = {
  width?: number
  height?: number
  theme?: 'dark' | 'light'
  /** A phone: fingers, and no mouse. */
  touch?: boolean
}

/** The whole product, as `npm start` runs it, on data of its own; people with real browsers in front of it. */
export class Stage {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'sticky-e2e-'))
  #product: ChildProcess | null = null
  #browser: Browser | null = null
  readonly #contexts: BrowserContext[] = []

  static async open(): Promise<Stage> {
    const stage = new Stage()
    await stage.start()
    stage.#browser = await chromium.launch({ executablePath: findOrInstallBrowser(), args: ARGS })
    return stage
  }

  /** `npm start`, after the build. Resolves when it says that it is ready. */
  start(): Promise<void> {
    const product = fork(join(ROOT, 'scripts/start.ts'), ['--no-build'], {
      cwd: ROOT,
      env: { ...process.env, DATA_DIR: this.#dataDir, PORT: '3111', LOG_LEVEL: 'warn' },
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      // a group of its own, so that all of it can be killed at once
      detached: true,
    })
    this.#product = product
    return new Promise((resolve, reject) => {
      product.stdout?.on('data', (chunk: Buffer) => {
        const line = chunk.toString()
        if (line.includes('Sticky is ready')) resolve()
        else if (!line.startsWith('{"level":30')) process.stdout.write(line)
      })
      product.once('exit', (code) => reject(new Error(`the product ended with ${code}`)))
    })
  }

  /** `kill -9` of everything at once, as a power cut would do it. */
  async kill(): Promise<void> {
    const product = this.#product
    if (product === null) return
    const ended = new Promise((resolve) => product.once('exit', resolve))
    process.kill(-(product.pid ?? 0), 'SIGKILL')
    await ended
  }

  /** Somebody's own browser, at the sandbox's page. */
  async person(
    name: string,
    { width = 1280, height = 800, theme = 'dark', touch = false }: Look = {},
  ): Promise<Person> {
    if (this.#browser === null) throw new Error('the stage is closed')
    const context = await this.#browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      hasTouch: touch,
      isMobile: touch,
    })
    this.#contexts.push(context)
    const page = await context.newPage()
    await page.goto(`http://localhost:3333/?as=${name}`)
    return new Person(page)
  }

  /** What the stand-in found wrong with requests of the bot or its own answers. */
  async violations(): Promise<unknown[]> {
    const response = await fetch('http://localhost:3333/protocol.json')
    const { violations } = (await response.json()) as { violations: unknown[] }
    return violations
  }

  async close(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()))
    await this.#browser?.close()
    const product = this.#product
    if (product !== null && product.exitCode === null && product.signalCode === null) {
      const ended = new Promise((resolve) => product.once('exit', resolve))
      product.kill('SIGTERM')
      await ended
    }
    rmSync(this.#dataDir, { recursive: true, force: true })
  }
}

/** One person, and what they do and see. */
export class Person {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get messageBox(): Locator {
    return this.page.getByRole('textbox', { name: /^Message #/ })
  }

  /** The card that shows a document, by its title. */
  card(title: string): Locator {
    return this.page.getByRole('log').getByRole('article').filter({ hasText: title }).last()
  }

  cardImage(title: string): Locator {
    return this.card(title).getByRole('img', { name: /./ }).last()
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

  async says(text: string): Promise<void> {
    await this.messageBox.fill(text)
    await this.messageBox.press('Enter')
  }

  async opens(title: string): Promise<void> {
    await this.card(title).getByRole('button', { name: 'Edit' }).click()
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
