import { EventEmitter } from 'node:events'
import type { Channel, TextChannel } from './channel.ts'
import { isThread } from './channel.ts'

/** A person or bot of the sandbox. */
export interface User {
  id: string
  key: string
  username: string
  name: string
  nick: string | null
  roleIds: string[]
  bot: boolean
  hue: number
  locale: string
  /** False after leaving the guild. */
  isMember: boolean
  /** Whether this person has installed the application for themselves: it works in their group DMs. */
  hasInstalled: boolean
}

export interface Role {
  id: string
  name: string
  /** As Discord writes permissions: a decimal number. */
  permissions: string
  color: number
  position: number
  botId?: string
}

export interface Guild {
  id: string
  name: string
  ownerId: string
  joinedAt: string
}

/** Who and what there is at the very first start. */
export interface Seed {
  guild: Guild
  users: User[]
  roles: Role[]
  channels: Channel[]
  bot: User
}

/** A change of the place as the journal keeps it. */
export type PlaceEntry =
  | { kind: 'user'; user: User }
  | { kind: 'role'; role: Role }
  | { kind: 'channel'; channel: Channel }
  | { kind: 'channel-delete'; id: string }

interface Events {
  /** Of people and channels also what was before. */
  user: [User, User | undefined]
  role: [Role]
  'channel-create': [Channel]
  'channel-update': [Channel, Channel]
  'channel-delete': [Channel]
}

/** The guild, its people, roles and channels, and the DMs. All may change while the stand-in runs. */
export class Place extends EventEmitter<Events> {
  readonly guild: Guild
  readonly #bot: User
  readonly #users: Map<string, User>
  readonly #roles: Map<string, Role>
  readonly #channels: Map<string, Channel>
  readonly #keep: (entry: PlaceEntry) => void
  readonly #entries = new Map<string, PlaceEntry>()

  /** `keep` writes a change to where `restore` will get it from at the next start. */
  constructor(seed: Seed, keep: (entry: PlaceEntry) => void = () => {}) {
    super()
    this.setMaxListeners(0)
    this.guild = seed.guild
    this.#bot = seed.bot
    this.#users = byId(seed.users)
    this.#roles = byId(seed.roles)
    this.#channels = byId(seed.channels)
    this.#keep = keep
  }

  get bot(): User {
    return this.#users.get(this.#bot.id) ?? this.#bot
  }

  /** Everybody, people before the bot. */
  get users(): User[] {
    return [...this.#users.values()]
  }

  get roles(): Role[] {
    return [...this.#roles.values()]
  }

  /** Text channels in their order, each followed by its threads; then DMs. */
  get channels(): Channel[] {
    const all = [...this.#channels.values()]
    const texts = all.filter((one): one is TextChannel => one.kind === 'text')
    const ordered: Channel[] = texts
      .toSorted((a, b) => a.position - b.position)
      .flatMap((text) => [text, ...all.filter((one) => isThread(one) && one.parentId === text.id)])
    return ordered.concat(all.filter((one) => one.kind === 'dm' || one.kind === 'group-dm'))
  }

  user(id: string): User | undefined {
    return this.#users.get(id)
  }

  role(id: string): Role | undefined {
    return this.#roles.get(id)
  }

  channel(id: string): Channel | undefined {
    return this.#channels.get(id)
  }

  setUser(user: User): void {
    const before = this.#users.get(user.id)
    this.#record({ kind: 'user', user })
    this.emit('user', user, before)
  }

  setRole(role: Role): void {
    this.#record({ kind: 'role', role })
    this.emit('role', role)
  }

  /** Adds a channel or replaces the one of the same id. */
  setChannel(channel: Channel): void {
    const before = this.#channels.get(channel.id)
    this.#record({ kind: 'channel', channel })
    if (before) this.emit('channel-update', channel, before)
    else this.emit('channel-create', channel)
  }

  /** Deletes a channel, and its threads before it. */
  removeChannel(channel: Channel): void {
    const threads = this.channels.filter((one) => isThread(one) && one.parentId === channel.id)
    for (const one of [...threads, channel]) {
      this.#record({ kind: 'channel-delete', id: one.id })
      this.emit('channel-delete', one)
    }
  }

  /** Takes in a change of an earlier run: nobody is told. */
  restore(entry: PlaceEntry): void {
    this.#entries.set(entry.kind === 'channel-delete' ? entry.id : idOf(entry), entry)
    if (entry.kind === 'user') this.#users.set(entry.user.id, entry.user)
    else if (entry.kind === 'role') this.#roles.set(entry.role.id, entry.role)
    else if (entry.kind === 'channel') this.#channels.set(entry.channel.id, entry.channel)
    else this.#channels.delete(entry.id)
  }

  /** The newest change of everything that has changed since the very first start. */
  entries(): PlaceEntry[] {
    return [...this.#entries.values()]
  }

  #record(entry: PlaceEntry): void {
    this.#keep(entry)
    this.restore(entry)
  }
}

function idOf(entry: Exclude<PlaceEntry, { kind: 'channel-delete' }>): string {
  if (entry.kind === 'user') return entry.user.id
  return entry.kind === 'role' ? `role ${entry.role.id}` : entry.channel.id
}

function byId<T extends { id: string }>(all: T[]): Map<string, T> {
  return new Map(all.map((one) => [one.id, one]))
}
