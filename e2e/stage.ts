import { execFile, fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { findOrInstallBrowser } from '../scripts/chromium.ts'
import type { Change } from '../sandbox/src/wire/change.ts'
import { Person } from './person.ts'

const ROOT = join(import.meta.dirname, '..')
const SANDBOX = 'http://localhost:3333'
/** Of the server; another one than that of `npm start`. */
const PORT = '3111'

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

/** How long something may take to be seen. */
export const soon = { timeout: 15_000, interval: 50 }

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
  readonly #settings: Record<string, string>
  #product: ChildProcess | null = null
  #browser: Browser | null = null
  readonly #contexts: BrowserContext[] = []

  constructor(settings: Record<string, string> = {}) {
    this.#settings = settings
  }

  static async open(settings: Record<string, string> = {}): Promise<Stage> {
    const stage = new Stage(settings)
    const launching = chromium.launch({ executablePath: findOrInstallBrowser(), args: ARGS })
    try {
      ;[stage.#browser] = await Promise.all([launching, stage.start()])
      return stage
    } catch (error) {
      await launching.then((browser) => browser.close()).catch(() => undefined)
      await stage.close()
      throw error
    }
  }

  /** `npm start`, after the build. Resolves when it says that it is ready. */
  start(): Promise<void> {
    const product = fork(join(ROOT, 'scripts/start.ts'), ['--no-build'], {
      cwd: ROOT,
      env: {
        ...process.env,
        DATA_DIR: this.#dataDir,
        PORT,
        LOG_LEVEL: 'warn',
        SANDBOX_CONSENT: 'accept',
        ...this.#settings,
      },
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
    const viewport = { width, height }
    const options = { viewport, colorScheme: theme, hasTouch: touch, isMobile: touch }
    return new Person(await this.#page(`${SANDBOX}/?as=${name}`, options))
  }

  /** Several at once, each at a browser of their own. */
  people<Names extends readonly string[]>(
    ...names: Names
  ): Promise<{ [Name in keyof Names]: Person }> {
    return Promise.all(names.map((name) => this.person(name))) as Promise<never>
  }

  /** A browser of somebody whom nobody knows, at an address. */
  stranger(url: string): Promise<Page> {
    return this.#page(url)
  }

  async #page(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    if (this.#browser === null) throw new Error('the stage is closed')
    const context = await this.#browser.newContext(options)
    this.#contexts.push(context)
    const page = await context.newPage()
    await page.goto(url)
    return page
  }

  /** Changes something at the stand-in for Discord, or lets it fail. Answers what it made, as `{ id }`. */
  async change({ kind, ...fields }: Change): Promise<{ id?: string }> {
    const response = await fetch(`${SANDBOX}/control/${kind}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    })
    if (!response.ok) throw new Error(`${kind}: ${await response.text()}`)
    return (await response.json()) as { id?: string }
  }

  /** `npm run doctor`, beside the product: what it prints, and its exit code. */
  doctor(): Promise<{ text: string; code: unknown }> {
    const env = { ...process.env, PORT }
    const args = ['--import', 'tsx', join(ROOT, 'scripts/doctor.ts')]
    return new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: ROOT, env }, (error, stdout, stderr) =>
        resolve({ text: stdout + stderr, code: error?.code ?? 0 }),
      )
    })
  }

  /** What the stand-in found wrong with requests of the bot or its own answers. */
  async violations(): Promise<unknown[]> {
    const response = await fetch(`${SANDBOX}/protocol.json`)
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
