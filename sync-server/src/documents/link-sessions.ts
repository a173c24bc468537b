import type { LinkSession as LinkSessionAnswer } from '@sticky/shared/api/links'
import type { PublicUser } from '@sticky/shared/api/users'
import { StickyError } from '@sticky/shared/errors'
import { v7 as uuid } from 'uuid'
import type { LinkRow, LinkSession, Store } from '../store/types.ts'
import { publicUser } from '../users/accounts.ts'
import type { Accounts, Caller, Login } from '../users/accounts.ts'
import { guestOf } from '../users/guests.ts'
import { PasswordGate } from '../users/password-gate.ts'
import { hashSecret } from '../users/secrets.ts'
import type { Library } from './library.ts'
import { endOf } from './link-end.ts'
import { Openings } from './openings.ts'
import type { Permissions } from './permissions.ts'

export type LinkSessionOptions = {
  store: Store
  accounts: Accounts
  permissions: Permissions
  library: Library
}

/** Who wants to come in by a link: `caller` is null without a token, `address` where the call comes from. */
export type Visitor = { caller: Caller | null; address: string; password: string | undefined }

/** Opens sessions for those who hold a share link, may use it and know its password (F45). */
export class LinkSessions {
  readonly #options: LinkSessionOptions
  readonly #gate = new PasswordGate()
  readonly #openings = new Openings()

  constructor(options: LinkSessionOptions) {
    this.#options = options
  }

  /**
   * Throws `not_found`, `link_revoked`, `link_expired`, `unauthenticated` or `forbidden` (not for them),
   * `password_required`, `wrong_password` or `rate_limited`; none of them says anything of the document. Who comes
   * back with the token of a session by this link goes on with that session, and is not counted again.
   */
  async open(token: string, visitor: Visitor): Promise<LinkSessionAnswer> {
    const { store, accounts, permissions, library } = this.#options
    const link = await this.#living(token)
    this.#openings.countFrom(visitor.address)
    this.#openings.countOf(link.id)
    const login = loginOf(visitor.caller)
    const earlier = earlierSession(visitor.caller, link)
    const session = {
      session: earlier ?? uuid(),
      link: link.id,
      document: link.document,
      userId: login?.userId ?? null,
    }
    if ((await permissions.roleOf(session, link.document)) === 'none') throw notForThem(session)
    await this.#checkPassword(link, visitor)
    if (earlier === null && !(await store.links.use(link.id, Date.now())))
      throw new StickyError('link_revoked')
    const document = await library.get(session, link.document)
    const user = login === null ? guest(session) : publicUser(await accounts.get(login.userId))
    const started = await accounts.startLinkSession(session, login)
    return { document, role: document.role, user, ...started }
  }

  /** The same for every token that is none, and for those of documents that were deleted. */
  async #living(token: string): Promise<LinkRow> {
    const { links, documents } = this.#options.store
    const link = await links.byToken(hashSecret(token))
    const row = link === null ? null : await documents.get(link.document)
    if (link === null || row === null || row.deletedAt !== null)
      throw new StickyError('not_found', 'There is no such link. Check the address.')
    const end = endOf(link, Date.now())
    if (end !== null) throw new StickyError(end)
    return link
  }

  async #checkPassword(link: LinkRow, { address, password }: Visitor): Promise<void> {
    if (link.passwordHash === null) return
    if (password === undefined) throw new StickyError('password_required')
    if (!(await this.#gate.opens({ key: link.id, address, password }, link.passwordHash)))
      throw new StickyError('wrong_password')
  }
}

const guest = ({ session }: LinkSession): PublicUser => {
  const { id, name, color } = guestOf(session)
  return { id, username: null, displayName: name, color }
}

/** Who is signed in; the bot opens links for nobody, since a session would outlive what it was asked for. */
const loginOf = (caller: Caller | null): Login | null => {
  if (caller === null) return null
  if (caller.kind !== 'service') return caller.login
  throw new StickyError('forbidden', 'A link is opened by who holds it, not by the bot.')
}

const earlierSession = (caller: Caller | null, { id }: LinkRow): string | null =>
  caller?.kind === 'link' && caller.link.link === id ? caller.link.session : null

/** Only links for people the document is shared with come here. */
const notForThem = ({ userId }: LinkSession): StickyError =>
  userId === null
    ? new StickyError(
        'unauthenticated',
        'This link is for people the document is shared with. Sign in first.',
      )
    : new StickyError(
        'forbidden',
        'This link is for people the document is shared with. Ask an owner to share it with you.',
      )
