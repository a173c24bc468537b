import type { GuildSettings } from '@sticky/shared/api/guilds'
import { StickyError } from '@sticky/shared/errors'
import type { Bus } from '../bus/types.ts'
import type { GuildRules, Membership, Store } from '../store/types.ts'
import type { Memberships } from './memberships.ts'
import { isAmong, mayBy } from './reach.ts'

export type GuildOptions = { store: Pick<Store, 'guilds'>; bus: Bus; memberships: Memberships }

const UNSET: GuildRules = { create: null, edit: null, stick: null }

const REFUSALS = {
  create: 'You may not bring documents into this channel.',
  stick: 'You may not keep a card at the bottom of this channel.',
}

/** What those who manage a server of a chat have set for it. */
export class Guilds {
  readonly #options: GuildOptions

  constructor(options: GuildOptions) {
    this.#options = options
  }

  /** For whoever was just seen in it; throws `not_found` for everybody else (T5). */
  async settings(userId: string, guild: string): Promise<GuildSettings> {
    await this.#seenIn(userId, guild)
    return answer((await this.#options.store.guilds.rules([guild])).get(guild) ?? UNSET)
  }

  /**
   * For who was just seen to manage it. Who may write less by it is downgraded at once, on every node (F48). A role that
   * everybody has is no rule.
   */
  async put(userId: string, guild: string, settings: GuildSettings): Promise<GuildSettings> {
    const { store, bus } = this.#options
    const seen = await this.#seenIn(userId, guild)
    if (!seen.some(({ managesGuild }) => managesGuild === true))
      throw new StickyError(
        'forbidden',
        'Only who manages this server may change its settings. Ask somebody who does.',
      )
    const rule = (roles: string[] | null) => (roles?.includes(guild) === true ? null : roles)
    const { create, edit, stick } = settings
    const rules = { create: rule(create), edit: rule(edit), stick: rule(stick) }
    const documents = await store.guilds.putRules(guild, rules)
    if (documents.length > 0) bus.publish('access.changed', { documents })
    return answer(rules)
  }

  /**
   * Throws `forbidden` for whom the settings of the channel's server do not let do this in it. Its details name the
   * roles that may, if what they lack is one of these: else they may not write there.
   */
  async require(userId: string, channel: string, what: 'create' | 'stick'): Promise<void> {
    const { store, memberships } = this.#options
    const [guild = ''] = channel.split('/')
    const seen = (await memberships.of(userId, [channel])).find((one) => one.channel === channel)
    const roles = (await store.guilds.rules([guild])).get(guild)?.[what] ?? null
    if (seen !== undefined && mayBy(roles, seen)) return
    const lacking = isAmong(roles, seen?.roles ?? []) ? null : roles
    const why =
      lacking === null
        ? 'Only those who may write in it may.'
        : 'Only some roles may: ask somebody who manages the server.'
    const details = { setting: what, roles: lacking }
    throw new StickyError('forbidden', `${REFUSALS[what]} ${why}`, details)
  }

  async #seenIn(userId: string, guild: string): Promise<Membership[]> {
    const seen = (await this.#options.memberships.proved(userId)).filter(
      ({ channel, access }) => channel.startsWith(`${guild}/`) && access !== 'none',
    )
    if (seen.length === 0) throw new StickyError('not_found')
    return seen
  }
}

const answer = ({ create, edit, stick }: GuildRules): GuildSettings => ({
  create: create === null ? null : [...create],
  edit: edit === null ? null : [...edit],
  stick: stick === null ? null : [...stick],
})
