import {
  ChannelType,
  Collection,
  OverwriteType,
  PermissionFlagsBits as Can,
  PermissionsBitField,
} from 'discord.js'
import { vi } from 'vitest'
import { CHANNEL, GUILD, MESSAGE } from './fake-interaction.ts'

export const ADA_THERE = '500000000000000001'
export const GRACE_THERE = '500000000000000002'
const BOT = '500000000000000009'

const READ = Can.ViewChannel
const WRITE = Can.ViewChannel | Can.SendMessages
const POST = WRITE | Can.AttachFiles

type Role = { id: string; name: string; position: number; managed: boolean }
type Overwrite = { id: string; type: OverwriteType; allow: PermissionsBitField }

/** What somebody, a member or a role, may do in a channel; who is not named may what everybody may. */
type Allowed = Record<string, bigint>

/**
 * A server with #general for everybody, as far as the bot looks at it. Ada, Grace and the bot are in
 * it, 12 people in all.
 */
export class FakeGuild {
  readonly id = GUILD
  readonly name: string = 'Crew *12*'
  readonly memberCount: number = 12
  readonly available = true
  /** May do anything in every channel. */
  owner: string | null = null
  readonly sent: { channelId: string; message: Record<string, unknown> }[] = []
  readonly roles = { everyone: { id: GUILD }, cache: new Collection<string, Role>() }
  readonly channels = { cache: new Collection<string, unknown>(), fetch: async () => null }
  readonly members = {
    me: { id: BOT },
    fetch: vi.fn(async ({ user }: { user: string | { id: string } }) => ({
      id: typeof user === 'string' ? user : user.id,
      roles: { cache: new Collection([[GUILD, {}]]) },
    })),
  }
  readonly client = {
    user: { id: BOT },
    guilds: { cache: new Collection<string, unknown>([[GUILD, this]]) },
    channels: {
      fetch: async (id: string) => this.channels.cache.get(id) ?? null,
    },
  }

  constructor() {
    this.channel(CHANNEL, 'general', { [GUILD]: WRITE, [BOT]: POST })
  }

  role(id: string, name: string, more: Partial<Role> = {}): void {
    const position = this.roles.cache.size
    this.roles.cache.set(id, { id, name, position, managed: false, ...more })
  }

  channel(id: string, name: string, allowed: Allowed, more: Record<string, unknown> = {}): void {
    const named = Object.entries(allowed).filter(
      ([id]) => id !== GUILD && !this.roles.cache.has(id),
    )
    const overwrites = named.map(([id, bits]): [string, Overwrite] => [
      id,
      { id, type: OverwriteType.Member, allow: new PermissionsBitField(bits) },
    ])
    this.channels.cache.set(id, {
      id,
      name,
      type: ChannelType.GuildText,
      guild: this,
      client: this.client,
      permissionOverwrites: { cache: new Collection(overwrites) },
      permissionsFor: (one: { id: string }) =>
        new PermissionsBitField(
          one.id === this.owner ? Can.Administrator : (allowed[one.id] ?? allowed[GUILD] ?? 0n),
        ),
      isThread: () => false,
      isDMBased: () => false,
      isSendable: () => true,
      send: async (message: Record<string, unknown>) => {
        this.sent.push({ channelId: id, message })
        return { id: MESSAGE }
      },
      ...more,
    })
  }
}

export { POST, READ, WRITE }
