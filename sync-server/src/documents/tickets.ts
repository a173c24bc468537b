import { ROLES } from '@sticky/shared/access'
import type { Ticket } from '@sticky/shared/api/tickets'
import { CLOSE } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import type { Store } from '../store/types.ts'
import type { Tokens } from '../users/tokens.ts'
import type { Permissions } from './permissions.ts'

/** How long a ticket opens its document, ms. It may be used again until then (R1). */
const TICKET_LIFE = 60_000

const Claims = z.object({
  sub: z.uuid(),
  doc: z.uuid(),
  role: z.enum(ROLES),
  tv: z.int(),
})

/** Who a ticket lets in. `close`: rightly signed, but it does not open this document (any more). */
export type Admission =
  | {
      kind: 'admitted'
      user: { id: string; name: string; color: string }
      role: (typeof ROLES)[number]
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

  async issue(userId: string, document: string): Promise<Ticket> {
    const { role } = await this.#permissions.require(userId, document, 'view')
    const user = await this.#store.users.get(userId)
    const expiresAt = Date.now() + TICKET_LIFE
    const claims = { sub: userId, doc: document, role, tv: user?.tokenVersion ?? -1, jti: uuid() }
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
    const user = await this.#store.users.get(claims.data.sub)
    if (user === null || user.tokenVersion !== claims.data.tv)
      return { kind: 'close', reason: CLOSE.accessLost }
    const role = await this.#permissions.roleOf(user.id, document)
    if (role === 'none') return { kind: 'close', reason: CLOSE.accessLost }
    return {
      kind: 'admitted',
      user: { id: user.id, name: user.displayName, color: user.color },
      role,
    }
  }
}
