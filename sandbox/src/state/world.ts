import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { APIApplicationCommand } from 'discord-api-types/v10'
import { imageFacts } from './image.ts'
import { Journal } from './journal.ts'
import type { StoredAttachment, StoredMessage } from './message.ts'
import { Place, type PlaceEntry } from './place.ts'
import { seedFor } from './seed.ts'
import { snowflakeSource } from './snowflake.ts'

type Entry =
  | PlaceEntry
  | { kind: 'message'; message: StoredMessage }
  | { kind: 'delete'; id: string }
  | { kind: 'commands'; guildId: string | null; commands: APIApplicationCommand[] }

interface Events {
  'message-create': [StoredMessage]
  'message-update': [StoredMessage]
  'message-delete': [StoredMessage]
  /** Several of one channel at once. */
  'messages-delete': [StoredMessage[]]
  /** What is pinned in a channel has changed. */
  pins: [string]
  commands: []
}

/**
 * What the stand-in remembers: the place, messages with their files, registered commands.
 * Every change is on disk before the method returns, then announced as an event.
 */
export class World extends EventEmitter<Events> {
  readonly place: Place
  readonly #dataDir: string
  readonly #journal: Journal<Entry>
  readonly #messages = new Map<string, StoredMessage>()
  readonly #commands = new Map<string | null, APIApplicationCommand[]>()
  readonly #nextId: () => string

  constructor(dataDir: string, application: { id: string; name: string }) {
    super()
    this.setMaxListeners(0)
    this.#dataDir = dataDir
    this.#journal = new Journal<Entry>(dataDir)
    this.place = new Place(seedFor(application), (entry) => this.#journal.append(entry))
    for (const entry of this.#journal.read()) this.#apply(entry)
    this.#compact()
    this.#nextId = snowflakeSource(this.#newestId())
    this.place.on('channel-delete', ({ id }) => {
      for (const message of this.#inChannel(id)) this.#drop(message)
    })
  }

  nextId(): string {
    return this.#nextId()
  }

  /** Oldest first; ephemeral ones are left out: they are gone when the page is loaded again. */
  messages(channelId: string): StoredMessage[] {
    return this.#inChannel(channelId).filter(({ ephemeralFor }) => ephemeralFor === undefined)
  }

  message(id: string): StoredMessage | undefined {
    return this.#messages.get(id)
  }

  addMessage(message: StoredMessage): void {
    this.#keep(message)
    this.emit('message-create', message)
  }

  /** Replaces a message of the same id; files it no longer lists are removed. */
  updateMessage(message: StoredMessage): void {
    const before = this.#messages.get(message.id)
    this.#keep(message)
    const kept = new Set(message.attachments.map((attachment) => attachment.id))
    const dropped = before?.attachments.filter((attachment) => !kept.has(attachment.id)) ?? []
    for (const attachment of dropped) this.#removeFile(attachment.id)
    this.emit('message-update', message)
  }

  /** Lets a message look older to the rule of old edits; nobody sees anything of it. */
  ageMessage(message: StoredMessage, ms: number): void {
    this.#keep({ ...message, agedMs: (message.agedMs ?? 0) + ms })
  }

  deleteMessage(message: StoredMessage): void {
    this.#drop(message)
    this.emit('message-delete', message)
  }

  /** Deletes messages of one channel at once. */
  deleteMessages(messages: StoredMessage[]): void {
    for (const message of messages) this.#drop(message)
    this.emit('messages-delete', messages)
  }

  /** Global commands (`null`), those of a guild, or with no argument all that can be used. */
  commands(guildId?: string | null): APIApplicationCommand[] {
    if (guildId === undefined) return [...this.#commands.values()].flat()
    return this.#commands.get(guildId) ?? []
  }

  setCommands(guildId: string | null, commands: APIApplicationCommand[]): void {
    this.#commands.set(guildId, commands)
    this.#journal.append({ kind: 'commands', guildId, commands })
    this.emit('commands')
  }

  /** Keeps the bytes of an upload; the name is reduced to the letters Discord allows. */
  addFile(name: string, bytes: Buffer): StoredAttachment {
    const id = this.nextId()
    const filename = name.replaceAll(/[^\w.-]+/g, '_').replace(/^\.+/, '') || 'unknown'
    mkdirSync(join(this.#dataDir, 'attachments'), { recursive: true })
    writeFileSync(this.#filePath(id), bytes)
    return { id, filename, size: bytes.length, ...imageFacts(filename, bytes) }
  }

  /** The bytes of an attachment; nothing when they are gone. */
  file(id: string): Buffer | undefined {
    if (!/^\d+$/.test(id)) return undefined
    try {
      return readFileSync(this.#filePath(id))
    } catch {
      return undefined
    }
  }

  #inChannel(channelId: string): StoredMessage[] {
    return [...this.#messages.values()].filter((message) => message.channelId === channelId)
  }

  #drop(message: StoredMessage): void {
    this.#messages.delete(message.id)
    if (message.ephemeralFor === undefined) this.#journal.append({ kind: 'delete', id: message.id })
    for (const attachment of message.attachments) this.#removeFile(attachment.id)
  }

  #filePath(id: string): string {
    return join(this.#dataDir, 'attachments', id)
  }

  #removeFile(id: string): void {
    rmSync(this.#filePath(id), { force: true })
  }

  #keep(message: StoredMessage): void {
    if (message.ephemeralFor === undefined) this.#journal.append({ kind: 'message', message })
    this.#messages.set(message.id, message)
  }

  #apply(entry: Entry): void {
    if (entry.kind === 'message') this.#messages.set(entry.message.id, entry.message)
    else if (entry.kind === 'delete') this.#messages.delete(entry.id)
    else if (entry.kind === 'commands') this.#commands.set(entry.guildId, entry.commands)
    else this.place.restore(entry)
  }

  #compact(): void {
    this.#journal.rewrite([
      ...this.place.entries(),
      ...[...this.#commands].map(([guildId, commands]): Entry => ({
        kind: 'commands',
        guildId,
        commands,
      })),
      ...[...this.#messages.values()].map((message): Entry => ({ kind: 'message', message })),
    ])
  }

  #newestId(): string {
    const ids = [...this.#messages.values()].flatMap((message) =>
      [message.id].concat(message.attachments.map((attachment) => attachment.id)),
    )
    return ids
      .concat(this.place.channels.map(({ id }) => id))
      .reduce((newest, id) => (BigInt(id) > BigInt(newest) ? id : newest), '0')
  }
}
