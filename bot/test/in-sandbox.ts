import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageFlags } from 'discord.js'
import { startSandbox } from '../../sandbox/src/sandbox.ts'
import { openPage } from '../../sandbox/src/test/open-page.ts'
import type { OpenPage } from '../../sandbox/src/test/open-page.ts'
import type { Change } from '../../sandbox/src/wire/change.ts'
import type { FieldValue, PageMessage } from '../../sandbox/src/wire/control.ts'
import { SERVICE_TOKEN, start } from '../../sync-server/test/stage/server.ts'
import { startBot } from '../src/bot.ts'
import { createLog } from '../src/log.ts'

const APPLICATION = { id: '1100000000000000001', name: 'Sticky', botToken: 'sandbox.bot.token' }
const SUBCOMMAND = 1
const STRING = 3
const FILE = 13
/** Of an option that is no text, the type; the value is an id. */
const TYPES: Record<string, number> = { with: 9, channel: 7 }

type Part = { [key: string]: unknown }
/** Gets what stands in the fields of a dialog, by their names; says what is to be sent. */
type Fill = (said: Part) => Record<string, FieldValue> | Promise<Record<string, FieldValue>>

/** The bot with a real server, in the stand-in for Discord, which holds both to Discord's rules. */
export type InSandbox = {
  /** Somebody's page: `ada`, `grace` or `linus`. */
  person: (name: string) => Promise<Somebody>
  /** Changes what is so at Discord. */
  change: (change: Change) => Promise<void>
  /** What Discord would have refused, of requests and answers. */
  violations: () => unknown[]
  close: () => Promise<void>
}

export const startInSandbox = async (): Promise<InSandbox> => {
  const folder = mkdtempSync(join(tmpdir(), 'sticky-sandbox-'))
  const server = await start({ VERSION_PAUSE_MS: '100' })
  const sandbox = await startSandbox({
    dataDir: folder,
    ports: { client: 0, api: 0, activity: 0 },
    application: { ...APPLICATION, clientSecret: 'secret', activityTarget: server.url },
    // these stories are not about a slow machine
    answerWithinMs: 20_000,
  })
  const bot = await startBot(
    {
      discordToken: APPLICATION.botToken,
      clientId: APPLICATION.id,
      discordApi: `${sandbox.urls.api}/api`,
      discordCdn: sandbox.urls.api,
      apiUrl: server.url,
      publicUrl: server.url,
      serviceToken: SERVICE_TOKEN,
      logLevel: 'silent',
    },
    createLog('silent'),
  )
  const pages: OpenPage[] = []
  return {
    person: async (name) => {
      const page = await openPage(sandbox.urls.client, name)
      pages.push(page)
      return new Somebody(page)
    },
    change: async ({ kind, ...how }) => {
      const changed = await fetch(`${sandbox.urls.client}/control/${kind}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(how),
      })
      if (!changed.ok) throw new Error(await changed.text())
    },
    violations: sandbox.violations,
    close: async () => {
      for (const page of pages) page.close()
      await bot.close()
      await sandbox.close()
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Somebody at the stand-in's page, without a browser. Each action promises what the bot answers. */
export class Somebody {
  readonly #page: OpenPage
  #uses = 0

  constructor(page: OpenPage) {
    this.#page = page
  }

  /** The id of a channel, person or role by its name. */
  idOf(kind: 'channels' | 'people' | 'roles', name: string): string {
    const found = this.#page.state[kind].find((one) => one.name === name)
    if (found === undefined) throw new Error(`there are no ${kind} called ${name}`)
    return found.id
  }

  /** `/doc <name> <option>:…` in #general, or in another channel. */
  async run(name: string, typed: Record<string, string> = {}, channel = 'general'): Promise<Shown> {
    this.#command('command', name, typed, channel)
    return this.#posted(channel)
  }

  /** What is suggested for `document`. */
  async suggested(name: string, document: string): Promise<string[]> {
    this.#command('complete', name, { document })
    const { choices } = await this.#page.next('autocomplete')
    return choices.map(({ name }) => name)
  }

  /** Presses a button by its label; promises what the message says then. */
  async press(shown: Shown, label: string): Promise<Shown> {
    this.#use(shown, shown.labelled(label), [])
    return this.#changed(shown)
  }

  /** Presses a button that opens a dialog, and sends that as it is filled in. */
  async fill(shown: Shown, label: string, values: Record<string, FieldValue>): Promise<Shown> {
    this.#use(shown, shown.labelled(label), [])
    const { modal } = await this.#page.next('modal')
    this.#page.send({ type: 'modal-submit', nonce: this.#nonce(), modalId: modal.id, values })
    return this.#changed(shown)
  }

  /** Chooses from the select whose placeholder begins so. */
  async choose(shown: Shown, placeholder: string, ...values: string[]): Promise<Shown> {
    this.#use(shown, shown.select(placeholder), values)
    return this.#changed(shown)
  }

  /** Presses a button that is answered with a message of its own. */
  async pressAndPost(shown: Shown, label: string, channel: string): Promise<Shown> {
    this.#use(shown, shown.labelled(label), [])
    return this.#posted(channel)
  }

  /** Presses a button that opens the Activity. */
  async launch(shown: Shown, label: string): Promise<void> {
    this.#use(shown, shown.labelled(label), [])
    await this.#page.next('launch')
  }

  /** Chooses from the select with this id; promises what the message says then. */
  async use(shown: Shown, customId: string, ...values: string[]): Promise<Shown> {
    this.#use(shown, shown.withId(customId), values)
    return this.#changed(shown)
  }

  /** The next message of the bot that is for everybody, and `fits`. */
  async card(fits: (message: PageMessage) => boolean = () => true): Promise<Shown> {
    const { message } = await this.#page.next(
      'message-create',
      ({ message }) => message.author.bot === true && message.ephemeral !== true && fits(message),
    )
    return this.#whole(message)
  }

  /** Writes a message in #general; promises it as it stands there. */
  async say(content: string): Promise<Shown> {
    this.#page.send({ type: 'post', channelId: this.idOf('channels', 'general'), content })
    const { message } = await this.#page.next(
      'message-create',
      ({ message }) => message.content === content,
    )
    return new Shown(message)
  }

  /** Picks a command of a message's menu, and sends the dialog that it opens. */
  async save({ message }: Shown, fill: Fill): Promise<Shown> {
    this.#page.use('Save to document', 'general', { targetId: message.id })
    await this.#fill(fill)
    return this.#posted()
  }

  /** `/doc <name>` and the dialog that it opens. */
  async asked(name: string, values: Record<string, FieldValue>): Promise<Shown> {
    this.#command('command', name, {})
    await this.#fill(() => values)
    return this.#posted()
  }

  /** `/doc edit`, in whose dialog stands what there is. */
  async edit(fill: Fill): Promise<Shown> {
    this.#command('command', 'edit', {})
    await this.#fill(fill)
    return this.#posted()
  }

  /** The next message that goes. */
  async gone(): Promise<string> {
    return (await this.#page.next('message-delete')).messageId
  }

  async #fill(fill: Fill): Promise<void> {
    const { modal } = await this.#page.next('modal')
    const said = flat(modal.components).map(({ custom_id: id, value }) => [String(id), value])
    const values = await fill(Object.fromEntries(said))
    this.#page.send({ type: 'modal-submit', nonce: this.#nonce(), modalId: modal.id, values })
  }

  #command(
    type: 'command' | 'complete',
    name: string,
    typed: Record<string, string>,
    channel = 'general',
  ): void {
    const command = this.#page.state.commands.find((one) => one.name === 'doc')
    const options = Object.entries(typed).map(([name, value]) => ({
      name,
      type: TYPES[name] ?? STRING,
      value,
      ...(type === 'complete' ? { focused: true } : {}),
    }))
    this.#page.send({
      type,
      nonce: this.#nonce(),
      channelId: this.idOf('channels', channel),
      commandId: command?.id ?? '',
      options: [{ name, type: SUBCOMMAND, options }],
    })
  }

  #use({ message }: Shown, part: Part, values: string[]): void {
    this.#page.send({
      type: 'component',
      nonce: this.#nonce(),
      channelId: message.channel_id,
      messageId: message.id,
      customId: String(part['custom_id']),
      componentType: Number(part['type']),
      values,
    })
  }

  /** What the bot posts next there as an answer to me. */
  async #posted(channel = 'general'): Promise<Shown> {
    const { me } = this.#page.state
    const { message } = await this.#page.next(
      'message-create',
      ({ message }) =>
        message.channel_id === this.idOf('channels', channel) &&
        message.interaction_metadata?.user.id === me.id,
    )
    return this.#whole(message)
  }

  /** A busy machine has "is thinking…" first. */
  #whole(message: PageMessage): Promise<Shown> | Shown {
    const shown = new Shown(message)
    return shown.isThinking ? this.#changed(shown) : shown
  }

  async #changed(shown: Shown): Promise<Shown> {
    const { message } = await this.#page.next(
      'message-update',
      ({ message }) => message.id === shown.message.id,
    )
    return new Shown(message)
  }

  #nonce(): string {
    this.#uses += 1
    return String(this.#uses)
  }
}

/** A message as somebody sees it. */
export class Shown {
  readonly message: PageMessage

  constructor(message: PageMessage) {
    this.message = message
  }

  get isPrivate(): boolean {
    return this.message.ephemeral === true
  }

  /** The answer takes a while. */
  get isThinking(): boolean {
    return ((this.message.flags ?? 0) & MessageFlags.Loading) !== 0
  }

  get text(): string {
    const texts = this.#parts().flatMap(({ content }) => (content === undefined ? [] : [content]))
    return [this.message.content, ...texts].join('\n').trim()
  }

  labelled(label: string): Part {
    return this.#find((part) => part['label'] === label, label)
  }

  select(placeholder: string): Part {
    const begins = ({ placeholder: shown }: Part) => String(shown ?? '').startsWith(placeholder)
    return this.#find(begins, placeholder)
  }

  /** The address of the file to be taken along. */
  get file(): string {
    return String((this.#find(({ type }) => type === FILE, 'file')['file'] as Part)['url'])
  }

  withId(customId: string): Part {
    return this.#find((part) => part['custom_id'] === customId, customId)
  }

  /** The values of all options. */
  options(placeholder: string): unknown[] {
    return ((this.select(placeholder)['options'] ?? []) as Part[]).map(({ value }) => value)
  }

  /** The value of an option, by its label. */
  optionOf(placeholder: string, label: string): unknown {
    const options = (this.select(placeholder)['options'] ?? []) as Part[]
    return options.find((option) => option['label'] === label)?.['value']
  }

  #find(is: (part: Part) => boolean, name: string): Part {
    const found = this.#parts().find(is)
    if (found === undefined) throw new Error(`there is no ${name} in: ${this.text}`)
    return found
  }

  #parts(): Part[] {
    return flat(this.message.components)
  }
}

const flat = (components: unknown): Part[] =>
  ((components ?? []) as Part[]).flatMap((part) => [
    part,
    ...flat(part['components']),
    ...(part['component'] === undefined ? [] : flat([part['component']])),
    ...(part['accessory'] === undefined ? [] : flat([part['accessory']])),
  ])
