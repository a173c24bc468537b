import { ROLES } from '@sticky/shared/access'
import type { Role } from '@sticky/shared/access'
import type { Ticket } from '@sticky/shared/api/tickets'
import { CLOSE } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import type { Author, LinkSession, Store, User } from '../store/types.ts'
import { authorOf } from '../users/actor.ts'
import type { Actor } from '../users/actor.ts'
import { guestOf } from '../users/guests.ts'
import type { Tokens } from '../users/tokens.ts'
import type { Permissions } from './permissions.ts'

/** How long a ticket opens its document, ms. It may be used again until then (R1). */
const TICKET_LIFE = 60_000

/** `sub` is a user, of the token version `tv`; or, where that is null, the session of a guest. */
const Claims = z
  .object({
    sub: z.uuid(),
    doc: z.uuid(),
    role: z.enum(ROLES),
    tv: z.int().nullable(),
    by: z.object({ link: z.uuid(), session: z.uuid() }).optional(),
  })
  .refine(({ tv, by }) => tv !== null || by !== undefined)
type Claims = z.infer<typeof Claims>

/**
 * Who a ticket lets in: as whom others see them, in whose name they write, by which link (null: by their own
 * right), and until when if that is known (ms since 1970). `close`: rightly signed, but it does not open this
 * document (any more).
 */
export type Admission =
  | {
      kind: 'admitted'
      user: { id: string; name: string; color: string }
      author: Author
      document: string
      role: Role
      link: LinkSession | null
      tokenVersion: number | null
      until: number | null
    }
  | { kind: 'close'; reason: CloseReason }
  | { kind: 'foreign' }

/** Short-lived, signed permission to open one document's socket, like a presigned address (F49, R1). */
export class Tickets {
  readonly #store: Store
  readonly #tokens: Tokens
  readonly #permissions: Permissions

  constructor(store: Store, tokens: Tokens, permissions: Permissions) {
    this.#store = store
    this.#tokens = tokens
    this.#permissions = permissions
  }

  async issue(actor: Actor, document: string): Promise<Ticket> {
    const { role } = await this.#permissions.require(actor, document, 'view')
    const expiresAt = Date.now() + TICKET_LIFE
    const claims = { ...(await this.#claimsOf(actor)), doc: document, role, jti: uuid() }
    const ticket = await this.#tokens.sign('sticky-sync', claims, expiresAt)
    return { url: `/sync/v1/${document}`, ticket, role, expiresAt }
  }

  /** What a ticket is worth at the upgrade of `document`'s socket. */
  async check(ticket: string, document: string): Promise<Admission> {
    const verified = await this.#tokens.verify('sticky-sync', ticket)
    if (verified.kind === 'invalid') return { kind: 'foreign' }
    const claims = Claims.safeParse(verified.claims)
    if (!claims.success || claims.data.doc !== document) return { kind: 'foreign' }
    if (verified.kind === 'expired') return { kind: 'close', reason: CLOSE.ticketExpired }
    return this.#admit(claims.data)
  }

  async #admit({ sub, doc: document, tv, by }: Claims): Promise<Admission> {
    const user = tv === null ? null : await this.#store.users.get(sub)
    if (tv !== null && user?.tokenVersion !== tv) return { kind: 'close', reason: CLOSE.accessLost }
    const link = by === undefined ? null : { ...by, document, userId: user?.id ?? null }
    const role = await this.#permissions.roleOf(link ?? sub, document)
    if (role === 'none') return { kind: 'close', reason: CLOSE.accessLost }
    return {
      kind: 'admitted',
      user: user === null ? guestOf(sub) : personOf(user),
      author: authorOf(link ?? sub),
      document,
      role,
      link,
      tokenVersion: tv,
      until: link === null ? null : await this.#endOf(link),
    }
  }

  async #endOf({ link }: LinkSession): Promise<number | null> {
    return (await this.#store.links.get(link))?.expiresAt ?? null
  }

  async #claimsOf(actor: Actor): Promise<Pick<Claims, 'sub' | 'tv' | 'by'>> {
    if (typeof actor === 'string') return this.#claimsOfUser(actor)
    const { link, session, userId } = actor
    const who = userId === null ? { sub: session, tv: null } : await this.#claimsOfUser(userId)
    return { ...who, by: { link, session } }
  }

  async #claimsOfUser(userId: string): Promise<{ sub: string; tv: number }> {
    return { sub: userId, tv: (await this.#store.users.get(userId))?.tokenVersion ?? -1 }
  }
}

const personOf = ({ id, displayName, color }: User) => ({ id, name: displayName, color })
