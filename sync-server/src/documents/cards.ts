import type { Card } from '@sticky/shared/api/cards'
import { StickyError } from '@sticky/shared/errors'
import type { Bus, CardView, CardWords } from '../bus/types.ts'
import type { Contributor, DocumentRow, Snapshot, Store } from '../store/types.ts'
import { oncePerPerson, writersOf } from './writers.ts'

/** How many people a card names. */
const PEOPLE_SHOWN = 5
/** A drawing that takes longer is stuck: its process is killed, ms. */
const DRAW_LIMIT = 1_500

export type Look = Pick<CardView, 'theme' | 'scale' | 'kind'>
export const CHAT_LOOK: Look = { theme: 'dark', scale: 2, kind: 'chat' }

/** What the card of a document says and shows: only what is durable and merged (F3). */
export class Cards {
  readonly #store: Store
  readonly #bus: Bus

  constructor(store: Store, bus: Bus) {
    this.#store = store
    this.#bus = bus
  }

  /** `look`: of the picture that the hash names. */
  async card(row: DocumentRow, look = CHAT_LOOK): Promise<Card> {
    const snapshot = await this.#merged(row)
    const view = await this.#view(row, snapshot, look)
    const words: CardWords = await this.#bus.request('preview.describe', view)
    return {
      documentId: row.id,
      title: row.title,
      people: [...view.people],
      editedAt: view.editedAt,
      editedBy: view.editedBy,
      seq: snapshot?.coversSeq ?? 0,
      deleted: row.deletedAt !== null,
      ...words,
    }
  }

  /** The picture and its hash; nothing is drawn twice for the same content. */
  async image(row: DocumentRow, look: Look): Promise<{ png: Uint8Array; hash: string }> {
    const view = await this.#view(row, await this.#merged(row), look)
    const { hash } = await this.#bus.request('preview.describe', view)
    const known = await this.#store.blobs.get(hash)
    if (known !== null) return { png: known, hash }
    const png = await this.#draw(view)
    await this.#store.blobs.put(hash, png, { document: row.id, at: Date.now() })
    return { png, hash }
  }

  async #draw(view: CardView): Promise<Uint8Array> {
    try {
      return (await this.#bus.request('preview.draw', view, DRAW_LIMIT)).png
    } catch (error) {
      if (!(error instanceof StickyError && error.code === 'unavailable')) throw error
      this.#bus.publish('preview.stuck', null)
      const text = 'This document cannot be shown as a picture. Open it to read it.'
      return (await this.#bus.request('preview.draw', { ...view, text })).png
    }
  }

  /** A snapshot of everything in the log: merge is asked when it has not come round to it yet. */
  async #merged(row: DocumentRow): Promise<Snapshot | null> {
    if (row.deletedAt !== null) return null
    const head = await this.#store.log.head(row.id)
    const snapshot = await this.#store.snapshots.latest(row.id)
    if (head === null || head.seq === (snapshot?.coversSeq ?? 0)) return snapshot
    await this.#bus.request('merge.fold', { document: row.id })
    return this.#store.snapshots.latest(row.id)
  }

  async #view(row: DocumentRow, snapshot: Snapshot | null, look: Look): Promise<CardView> {
    const contributors: Contributor[] = snapshot?.contributors ?? []
    const authors = new Set([...contributors.map(({ author }) => author), `user:${row.createdBy}`])
    const people = oncePerPerson(await writersOf(this.#store, [...authors]))
    const [latest] = contributors
    return {
      title: row.title,
      text: snapshot?.text ?? '',
      people: people.slice(0, PEOPLE_SHOWN).map(({ name, color }) => ({ name, color })),
      peopleCount: people.length,
      editedAt: latest?.at ?? row.createdAt,
      editedBy: latest === undefined ? null : (people[0]?.name ?? null),
      ...look,
    }
  }
}
