import { allows, higher, lower } from '@sticky/shared/access'
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
import { principalsOf, reachOf, roleIn } from './reach.ts'

/** `channel:<key>`, `managers:<key>` or `role:<guild>/<role>` without its kind. */
const keyOf = (principal: string): string => principal.slice(principal.indexOf(':') + 1)

/** Of all channels in which somebody was ever seen, so many are looked up for a list. */
const CHANNELS_LOOKED_UP = 25

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
  async roleOf(actor: Actor, document: string, maxAge?: number): Promise<Role> {
    return typeof actor === 'string'
      ? this.#throughGrants(actor, document, maxAge)
      : this.#throughLink(actor, document, maxAge)
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
    maxAge?: number,
  ): Promise<Role> {
    const link = await this.#store.links.get(id)
    if (link === null || link.document !== document || session.document !== document) return 'none'
    if (endOf(link, Date.now()) !== null) return 'none'
    const own = userId === null ? 'none' : await this.#throughGrants(userId, document, maxAge)
    return link.audience === 'granted'
      ? lower(own, link.role)
      : lower(higher(own, link.role), 'edit')
  }

  async #throughGrants(userId: string, document: string, maxAge?: number): Promise<Role> {
    const grants = await this.#store.grants.concerning(document, userId)
    const own = grants.find(({ principal }) => principal === `user:${userId}`)
    if (own?.role === 'own') return 'own'
    const channels = await this.#channelsOf(userId, grants)
    const memberships = await this.#memberships.of(userId, channels, maxAge)
    return roleIn(reachOf(userId, memberships), grants)
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
    return this.#granted(reachOf(userId, now))
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
    const seen = await Promise.all(guilds.map((guild) => this.#memberships.seenIn(userId, guild)))
    const granted = grants
      .filter(({ principal }) => /^(channel|managers):/.test(principal))
      .map(({ principal }) => keyOf(principal))
    return [...granted, ...seen.flat()]
  }

  /**
   * The document, if the actor may do `needed` in it. Throws `not_found` or, for a reader, `forbidden`; whose link
   * has ended hears that.
   */
  async require(
    actor: Actor,
    document: string,
    needed: Role,
  ): Promise<{ row: DocumentRow; role: Role }> {
    const row = await this.#store.documents.get(document)
    if (row === null || row.deletedAt !== null) throw new StickyError('not_found')
    const role = await this.roleOf(actor, document)
    if (role === 'none') throw await this.#refusal(actor, document)
    if (!allows(role, needed))
      throw new StickyError('forbidden', `You need the right to ${needed} here, you have ${role}.`)
    return { row, role }
  }

  async #refusal(actor: Actor, document: string): Promise<StickyError> {
    if (typeof actor === 'string' || actor.document !== document)
      return new StickyError('not_found')
    const link = await this.#store.links.get(actor.link)
    return new StickyError((link === null ? null : endOf(link, Date.now())) ?? 'not_found')
  }
}
