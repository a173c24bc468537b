import { allows, higher, lower, rank } from '@sticky/shared/access'
import type { Role } from '@sticky/shared/access'
import { StickyError } from '@sticky/shared/errors'
import type {
  DocumentRow,
  GrantRow,
  LinkSession,
  Membership,
  Reach,
  Store,
} from '../store/types.ts'
import type { Actor } from '../users/actor.ts'
import { endOf } from './link-end.ts'
import type { Memberships } from './memberships.ts'
import { guildOf, principalsOf, reachOf, roleIn } from './reach.ts'

/** `channel:<key>`, `managers:<key>` or `role:<guild>/<role>` without its kind. */
const keyOf = (principal: string): string => principal.slice(principal.indexOf(':') + 1)

export type Among = { alsoDeleted?: boolean }

/** Of all channels in which somebody was ever seen, so many are looked up for a list. */
const CHANNELS_LOOKED_UP = 25

/** What is proved of a user, who has to be seen in these channels. */
type Prove = (userId: string, channels: readonly string[]) => Promise<readonly Membership[]>

/** Whether this membership, if it still holds, opens anything. */
const opens = (membership: Membership, granted: Reach): boolean =>
  principalsOf(membership).some((one) => granted.has(one))

/**
 * The one place that answers "what may this user, or this visitor by a link, do here". Nothing of a document that
 * somebody may not read is told to them: they hear `not_found`, like for a document that does not exist (T5).
 */
export class Permissions {
  readonly #store: Store
  readonly #memberships: Memberships

  constructor(store: Store, memberships: Memberships) {
    this.#store = store
    this.#memberships = memberships
  }

  /** `maxAge`: how old, in ms, the chat's word on a membership may be before it is looked up again. */
  roleOf(actor: Actor, document: string, maxAge?: number): Promise<Role> {
    return this.#roleOf(actor, document, (userId, channels) =>
      this.#memberships.of(userId, channels, maxAge),
    )
  }

  /** By what is proved at this moment: no chat is waited for (F48). */
  provedRoleOf(actor: Actor, document: string): Promise<Role> {
    return this.#roleOf(actor, document, (userId) => this.#memberships.proved(userId))
  }

  #roleOf(actor: Actor, document: string, prove: Prove): Promise<Role> {
    return typeof actor === 'string'
      ? this.#throughGrants(actor, document, prove)
      : this.#throughLink(actor, document, prove)
  }

  /**
   * A link session lives and dies with its link, whatever else its user may do. A link for anyone gives its role; who
   * is signed in and may do more anyway keeps that. One for those the document is shared with gives them nothing: it
   * is a way in for who has a right, and its role is the most they can do by it. Neither makes anybody an owner: who
   * owns the document manages it with their own session, not with one that came by an address.
   */
  async #throughLink(
    { link: id, userId, ...session }: LinkSession,
    document: string,
    prove: Prove,
  ): Promise<Role> {
    if (session.document !== document) return 'none'
    const own = userId === null ? 'none' : await this.#throughGrants(userId, document, prove)
    // after that: a proof may take a while, and the link may end meanwhile (R31)
    const link = await this.#store.links.get(id)
    if (link === null || link.document !== document) return 'none'
    if (endOf(link, Date.now()) !== null) return 'none'
    return link.audience === 'granted'
      ? lower(own, link.role)
      : lower(higher(own, link.role), 'edit')
  }

  /** Only what would give more than the user's own grant has to be proved. */
  async #throughGrants(userId: string, document: string, prove: Prove): Promise<Role> {
    const grants = await this.#store.grants.concerning(document, userId)
    const own = grants.find(({ principal }) => principal === `user:${userId}`)?.role ?? 'none'
    const more = grants.filter(({ role }) => rank(role) > rank(own))
    if (more.length === 0) return own
    const memberships = await prove(userId, await this.#channelsOf(userId, more))
    // a proof may take a while: what counts are the grants after it (R31)
    return roleIn(
      await this.#reach(userId, memberships),
      await this.#store.grants.concerning(document, userId),
    )
  }

  /**
   * Through what documents are open to this user now, for lists and search: only what anything is granted to. Where
   * they were seen, but too long ago, it is looked up again.
   */
  async reachOf(userId: string): Promise<Reach> {
    const ever = await this.#store.chat.memberships(userId, 0)
    const granted = await this.#granted(reachOf(userId, ever))
    const channels = ever
      .filter((membership) => opens(membership, granted))
      .sort((a, b) => b.provedAt - a.provedAt)
      .map(({ channel }) => channel)
    const now = await this.#memberships.of(userId, channels.slice(0, CHANNELS_LOOKED_UP))
    return this.#granted(await this.#reach(userId, now))
  }

  /** By what the servers of these channels have set. */
  async #reach(userId: string, memberships: readonly Membership[]): Promise<Reach> {
    const guilds = new Set(memberships.map(guildOf))
    return reachOf(userId, memberships, await this.#store.guilds.rules([...guilds]))
  }

  async #granted(reach: Reach): Promise<Reach> {
    const granted = new Set(await this.#store.grants.granted([...reach.keys()]))
    return new Map([...reach].filter(([principal]) => granted.has(principal)))
  }

  /** Where this user has to be seen for these grants to count. */
  async #channelsOf(userId: string, grants: readonly GrantRow[]): Promise<string[]> {
    const guilds = grants
      .filter(({ principal }) => principal.startsWith('role:'))
      .map(({ principal }) => keyOf(principal).split('/')[0] ?? '')
    const seen = await Promise.all(
      [...new Set(guilds)].map((guild) => this.#memberships.seenIn(userId, guild)),
    )
    const granted = grants
      .filter(({ principal }) => /^(channel|managers):/.test(principal))
      .map(({ principal }) => keyOf(principal))
    return [...new Set([...granted, ...seen.flat()])]
  }

  /**
   * The document, if the actor may do `needed` in it. Throws `not_found` or, for a reader, `forbidden`; whose link
   * has ended hears that. `alsoDeleted`: a deleted document counts too.
   */
  async require(
    actor: Actor,
    document: string,
    needed: Role,
    { alsoDeleted = false }: Among = {},
  ): Promise<{ row: DocumentRow; role: Role }> {
    const role = await this.roleOf(actor, document)
    const row = await this.#store.documents.get(document)
    if (row === null || (row.deletedAt !== null && !alsoDeleted)) throw new StickyError('not_found')
    if (role === 'none') throw await this.#refusal(actor, document)
    if (!allows(role, needed))
      throw new StickyError(
        'forbidden',
        `This takes the right to ${needed}, and yours is to ${role}. Ask an owner of the document.`,
      )
    return { row, role }
  }

  /**
   * The document, also a deleted one, if its card may stand in this channel: it still is shared with that. Throws
   * `forbidden`, and `not_found` when nothing is left of it: what lives or can be restored has an owner.
   */
  async requireShown(document: string, channel: string): Promise<DocumentRow> {
    const row = await this.#store.documents.get(document)
    const grants = await this.#store.grants.of(document)
    if (row === null || grants.length === 0) throw new StickyError('not_found')
    if (grants.some(({ principal }) => principal === `channel:${channel}`)) return row
    throw new StickyError('forbidden', 'This document is not shared with that channel any more.')
  }

  async #refusal(actor: Actor, document: string): Promise<StickyError> {
    if (typeof actor === 'string' || actor.document !== document)
      return new StickyError('not_found')
    const link = await this.#store.links.get(actor.link)
    return new StickyError((link === null ? null : endOf(link, Date.now())) ?? 'not_found')
  }
}
