import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Events, GatewayIntentBits, type Interaction } from 'discord.js'
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox.ts'
import type { Change } from '../wire/change.ts'
import { openPage, type OpenPage } from './open-page.ts'

export const APPLICATION = {
  id: '1210000000000000001',
  name: 'Notes',
  botToken: 'a.bot.token',
  clientSecret: 'secret',
  activityTarget: 'http://localhost:1',
}

type Commands = Parameters<Client<true>['application']['commands']['set']>[0]

/** What a test's bot is. */
export interface BotOptions {
  intents?: GatewayIntentBits[]
  commands?: Commands
  onInteraction?: (interaction: Interaction) => unknown
}

/** A stand-in on data of its own, with the real discord.js before it and people's pages behind it. */
export class Stage {
  sandbox: Sandbox
  readonly #dataDir: string
  readonly #bots: Client[] = []
  readonly #pages: OpenPage[] = []

  static async open(options: Partial<SandboxOptions> = {}): Promise<Stage> {
    const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'))
    return new Stage(dataDir, await start(dataDir, options))
  }

  constructor(dataDir: string, sandbox: Sandbox) {
    this.#dataDir = dataDir
    this.sandbox = sandbox
  }

  /** A bot that is ready. What its handler throws is in `errors`. */
  async bot(options: BotOptions = {}): Promise<Client<true> & { errors: unknown[] }> {
    const errors: unknown[] = []
    const client = Object.assign(
      new Client({
        intents: options.intents ?? [GatewayIntentBits.Guilds],
        rest: {
          api: `${this.sandbox.urls.api}/api`,
          cdn: this.sandbox.urls.api,
        },
      }),
      { errors },
    )
    this.#bots.push(client)
    const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()))
    client.on(Events.InteractionCreate, (interaction) => {
      Promise.resolve(options.onInteraction?.(interaction)).catch((error: unknown) => {
        errors.push(error)
      })
    })
    await client.login(APPLICATION.botToken)
    await ready
    const bot = client as Client<true> & { errors: unknown[] }
    if (options.commands) await bot.application.commands.set(options.commands)
    return bot
  }

  async page(person: string): Promise<OpenPage> {
    const page = await openPage(this.sandbox.urls.client, person)
    this.#pages.push(page)
    return page
  }

  /** Changes the stand-in as tests of other programs do it: by HTTP. Answers what was made. */
  async change({ kind, ...fields }: Change): Promise<{ id?: string; message?: string }> {
    const response = await fetch(`${this.sandbox.urls.client}/control/${kind}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    })
    return (await response.json()) as { id?: string; message?: string }
  }

  /** A request by the bot's token, as it would go over the wire. */
  request(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    return fetch(`${this.sandbox.urls.api}/api/v10${path}`, {
      method,
      headers: {
        authorization: `Bot ${APPLICATION.botToken}`,
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
  }

  /** Stops the stand-in and starts it on the same data. */
  async restart(): Promise<void> {
    await this.#leave()
    this.sandbox = await start(this.#dataDir)
  }

  async close(): Promise<void> {
    await this.#leave()
    rmSync(this.#dataDir, { recursive: true, force: true })
  }

  async #leave(): Promise<void> {
    for (const page of this.#pages.splice(0)) page.close()
    await Promise.all(this.#bots.splice(0).map((bot) => bot.destroy()))
    await this.sandbox.close()
  }
}

const start = (dataDir: string, options: Partial<SandboxOptions> = {}) =>
  startSandbox({
    dataDir,
    ports: { client: 0, api: 0, activity: 0 },
    application: APPLICATION,
    // a slow machine is no reason for an interaction to fail
    answerWithinMs: 20_000,
    ...options,
  })
