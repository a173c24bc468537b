import { execFileSync, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@sticky/shared/api/client'
import { WebSocket } from 'ws'

const ROOT = join(import.meta.dirname, '..')
const PAGE = 'ws://localhost:3333/control?as='
const PATIENCE = 30_000
const PORT = '3111'
const SERVICE_TOKEN = randomBytes(32).toString('hex')

/** What the page of the sandbox is told; the rest of it is not looked at here. */
type Told = {
  type: string
  me?: { id: string }
  message?: unknown
  commands?: { id: string; name: string }[]
} & {
  channels?: { id: string; name: string }[]
}

/** The whole product, as `npm start` runs it after the build: server, bot and the stand-in for Discord. */
export class Product {
  readonly #process: ChildProcess
  readonly #folder: string
  /** From the start of its first process until it says that it is ready, ms. */
  readonly startUp: number

  private constructor(process: ChildProcess, folder: string, startUp: number) {
    this.#process = process
    this.#folder = folder
    this.startUp = startUp
  }

  static async start(): Promise<Product> {
    build()
    const folder = mkdtempSync(join(tmpdir(), 'sticky-bench-'))
    const began = performance.now()
    const product = fork(join(ROOT, 'scripts/start.ts'), ['--no-build'], {
      cwd: ROOT,
      env: { ...process.env, DATA_DIR: folder, PORT, LOG_LEVEL: 'warn', SERVICE_TOKEN },
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    await new Promise<void>((resolve, reject) => {
      product.stdout?.on('data', (chunk: Buffer) => {
        if (chunk.includes('Sticky is ready')) resolve()
      })
      product.once('exit', () =>
        reject(new Error('The product did not start. Are ports 3111 and 3333 to 3335 free?')),
      )
    })
    return new Product(product, folder, performance.now() - began)
  }

  /** The API, in the name of somebody who was seen in the sandbox. */
  async apiOf(person: Typist): Promise<Client> {
    const token = (): string => SERVICE_TOKEN
    const service = new Client({ baseUrl: `http://localhost:${PORT}`, fetch, token })
    return service.as((await service.putIdentity(person.discordId, 'Somebody')).id)
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGTERM')
    await ended
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Once, when it has not been built yet. */
const build = (): void => {
  if (existsSync(join(ROOT, 'bot/dist/main.js'))) return
  execFileSync('npm', ['run', 'build'], { cwd: ROOT, stdio: 'inherit' })
}

/** Somebody at the sandbox's page, without the page. */
export class Typist {
  readonly #socket: WebSocket
  readonly #command: string
  readonly #channel: string
  readonly discordId: string

  private constructor(socket: WebSocket, discordId: string, command: string, channel: string) {
    this.#socket = socket
    this.discordId = discordId
    this.#command = command
    this.#channel = channel
  }

  static async sitDown(person: string): Promise<Typist> {
    const socket = new WebSocket(PAGE + person)
    const state = await heard(socket, ({ type }) => type === 'state')
    const command = state.commands?.find(({ name }) => name === 'doc')
    const channel = state.channels?.find(({ name }) => name === 'general')
    const me = state.me?.id
    if (me === undefined || command === undefined || channel === undefined)
      throw new Error('The sandbox knows no /doc or no #general. Has the bot logged in?')
    return new Typist(socket, me, command.id, channel.id)
  }

  /** `/doc create`; `took` ms until a message with a picture stood in the channel. */
  async create(title: string, text: string): Promise<{ took: number; documentId: string }> {
    const option = (name: string, value: string) => ({ name, type: 3, value })
    const options = [
      { name: 'create', type: 1, options: [option('title', title), option('text', text)] },
    ]
    const began = performance.now()
    const card = heard(this.#socket, ({ message }) => {
      const card = JSON.stringify(message ?? null)
      return card.includes(title) && card.includes('/card.png')
    })
    this.#socket.send(
      JSON.stringify({
        type: 'command',
        nonce: crypto.randomUUID(),
        channelId: this.#channel,
        commandId: this.#command,
        options,
      }),
    )
    const { message } = await card
    const took = performance.now() - began
    const documentId = /doc:edit:([\w-]+)/.exec(JSON.stringify(message))?.[1]
    if (documentId === undefined) throw new Error('The card names no document.')
    return { took, documentId }
  }

  /** Tells of each change of a message that this person sees, as JSON; answers with what ends that. */
  watch(changed: (message: string) => void): () => void {
    const hear = (data: Buffer): void => {
      const told = JSON.parse(data.toString()) as Told
      if (told.type === 'message-update') changed(JSON.stringify(told.message))
    }
    this.#socket.on('message', hear)
    return () => void this.#socket.off('message', hear)
  }

  leave(): void {
    this.#socket.close()
  }
}

/** The first message of this kind that comes from now on. */
const heard = (socket: WebSocket, isIt: (told: Told) => boolean): Promise<Told> =>
  new Promise((resolve, reject) => {
    const done = (): void => {
      clearTimeout(timer)
      socket.off('message', hear)
    }
    const hear = (data: Buffer): void => {
      const told = JSON.parse(data.toString()) as Told
      if (!isIt(told)) return
      done()
      resolve(told)
    }
    const timer = setTimeout(() => {
      done()
      reject(new Error(`The sandbox said nothing of the kind within ${PATIENCE} ms.`))
    }, PATIENCE)
    socket.on('message', hear)
  })
