import type { Card } from '@sticky/shared/api/cards'
import type { DocumentRow, Store } from '../store/types.ts'
import { hashSecret } from '../users/secrets.ts'
import type { Cards, Look } from './cards.ts'
import type { HtmlTexts } from './html-texts.ts'
import { Openings } from './openings.ts'
import type { Permissions } from './permissions.ts'
import { Remembered } from './remembered.ts'

export type LinkPageOptions = {
  store: Store
  permissions: Permissions
  cards: Cards
  texts: HtmlTexts
}

/** What a link shows to whoever holds it and runs nothing; `html` is safe to stand in a page, `cut`: not all of it. */
export type LinkPage = {
  link: string
  role: 'view' | 'edit'
  card: Card
  html: string
  cut: boolean
}

type Picture = { png: Uint8Array; hash: string }
type Shown = { link: string; role: 'view' | 'edit'; row: DocumentRow; state: string }
type Text = Pick<LinkPage, 'card' | 'html' | 'cut'>

/** Names of people may be this old, ms; text and title never are. */
const LIFE = 60_000
/** UTF-16 units of pages, and bytes of pictures, that are kept. */
const MOST = { text: 16_000_000, pictures: 16_000_000 }

/** As a link's picture looks where nothing else is asked for. */
export const LINK_LOOK: Look = { theme: 'dark', scale: 2, kind: 'link' }

/**
 * What links show without being opened: for people and programs that run nothing (F4). Only of links for anyone, without
 * a password. All others, and tokens that are none, are the same here: null (T13).
 */
export class LinkPages {
  readonly #options: LinkPageOptions
  readonly #openings = new Openings()
  readonly #texts = new Remembered<Text>({
    most: MOST.text,
    weigh: ({ html }) => html.length,
    life: LIFE,
  })
  readonly #pictures = new Remembered<Picture>({
    most: MOST.pictures,
    weigh: ({ png }) => png.length,
    life: LIFE,
  })

  constructor(options: LinkPageOptions) {
    this.#options = options
  }

  /** `address`: where the call comes from. Throws `rate_limited`. */
  async read(token: string, address: string): Promise<LinkPage | null> {
    const shown = await this.#shown(token, address)
    if (shown === null) return null
    const { link, role, row, state } = shown
    return { link, role, ...(await this.#texts.get(state, () => this.#text(row))) }
  }

  /** The picture of the document and its hash. Throws `rate_limited`. */
  async picture(token: string, address: string, look: Look): Promise<Picture | null> {
    const shown = await this.#shown(token, address)
    if (shown === null) return null
    const { row, state } = shown
    const key = JSON.stringify([state, look.theme, look.scale])
    return this.#pictures.get(key, () => this.#options.cards.image(row, look))
  }

  /** Counts that somebody has read a page (F45); false when its link was revoked meanwhile. Throws `rate_limited`. */
  async countUse({ link }: LinkPage): Promise<boolean> {
    this.#openings.countOf(link)
    return this.#options.store.links.use(link, Date.now())
  }

  async #text(row: DocumentRow): Promise<Text> {
    const { store, cards, texts } = this.#options
    const card = await cards.card(row, LINK_LOOK)
    const text = (await store.snapshots.latest(row.id))?.text ?? ''
    return { card, ...(await texts.read({ title: row.title, text, as: 'part' })) }
  }

  /** The document that a link shows, and what its text and title are known by. */
  async #shown(token: string, address: string): Promise<Shown | null> {
    const { store, permissions } = this.#options
    this.#openings.countFrom(address)
    const link = await store.links.byToken(hashSecret(token))
    if (link === null || link.passwordHash !== null) return null
    const visitor = { session: '', link: link.id, document: link.document, userId: null }
    if ((await permissions.roleOf(visitor, link.document)) === 'none') return null
    const row = await store.documents.get(link.document)
    const head = await store.log.head(link.document)
    if (row === null || row.deletedAt !== null || head === null) return null
    const state = JSON.stringify([row.id, head.generation, head.seq, row.title])
    return { link: link.id, role: link.role, row, state }
  }
}
