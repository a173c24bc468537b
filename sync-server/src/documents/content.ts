import type { Role } from '@sticky/shared/access'
import { MAX_TEXT_BYTES } from '@sticky/shared/api/documents'
import type { TaskList } from '@sticky/shared/api/documents'
import type { Listing } from '@sticky/shared/api/listing'
import { StickyError } from '@sticky/shared/errors'
import type { Bus, Edit } from '../bus/types.ts'
import { etagOf } from '../store/text.ts'
import type { EntryQuery, Page, Store } from '../store/types.ts'
import { authorOf } from '../users/actor.ts'
import type { Actor } from '../users/actor.ts'
import { pageOf } from './cursor.ts'
import type { Permissions } from './permissions.ts'
import { underEpoch } from './under-epoch.ts'

/** Of updates that are given out at once, unless one alone is larger (R50). */
const MAX_UPDATE_BYTES = 4 * 1024 * 1024

export type Content = { text: string; etag: string; seq: number; title: string }

/** The text of documents over HTTP: read as merged, written as edits that live editors see (R64, R65). */
export class Contents {
  readonly #store: Store
  readonly #bus: Bus
  readonly #permissions: Permissions

  constructor(store: Store, bus: Bus, permissions: Permissions) {
    this.#store = store
    this.#bus = bus
    this.#permissions = permissions
  }

  /** Everything that is durable, merged now if need be. */
  async read(actor: Actor, document: string): Promise<Content> {
    const { row } = await this.#permissions.require(actor, document, 'view')
    await this.#bus.request('merge.fold', { document })
    const snapshot = await this.#store.snapshots.latest(document)
    const text = snapshot?.text ?? ''
    return { text, etag: etagOf(text), seq: snapshot?.coversSeq ?? 0, title: row.title }
  }

  append(actor: Actor, document: string, markdown: string): Promise<Content> {
    return this.#write(actor, document, { kind: 'append', markdown }, markdown)
  }

  /**
   * Only if the text still is the one with this ETag: else `precondition_failed`, and nothing is changed. With a `base`, the
   * entry of the log up to which that text was read, what others have written since stays: a three-way merge (F7).
   */
  replace(
    actor: Actor,
    document: string,
    text: string,
    { ifMatch, base }: { ifMatch: string | undefined; base: number | undefined },
  ): Promise<Content> {
    if (ifMatch === undefined) {
      throw new StickyError(
        'invalid_request',
        'Send If-Match with the ETag of the text that you have changed.',
      )
    }
    const edit: Edit =
      base === undefined
        ? { kind: 'replace', text, basedOn: ifMatch }
        : { kind: 'merge', text, basedOn: ifMatch, base }
    return this.#write(actor, document, edit, text)
  }

  /** The text becomes that of an earlier version, by edits in the actor's name (R65). */
  async restore(actor: Actor, document: string, text: string): Promise<Content> {
    await this.#edit(actor, document, { kind: 'restore', text }, 'edit')
    return this.read(actor, document)
  }

  /** Ticks or unticks a checklist item; `tick` is enough for it (R33). Throws `conflict` when it is gone. */
  async tick(actor: Actor, document: string, anchor: string, checked: boolean): Promise<Content> {
    await this.#edit(actor, document, { kind: 'tick', anchor, checked }, 'tick')
    return this.read(actor, document)
  }

  /** As they stand in the text. */
  async tasks(actor: Actor, document: string, listing: Listing): Promise<TaskList> {
    await this.#permissions.require(actor, document, 'view')
    const { tasks } = await this.#bus.request('merge.tasks', { document })
    return pageOf(tasks, 'tasks', listing, (_, i) => String(i).padStart(8, '0'))
  }

  /**
   * At most `entries` of the log: what was written, by whom, with which client id and clocks (F61); with users' ids (T9).
   */
  async updates(
    userId: string,
    document: string,
    query: EntryQuery,
    entries: number,
  ): Promise<Page> {
    await this.#permissions.require(userId, document, 'edit')
    return this.#store.log.find(document, query, { entries, bytes: MAX_UPDATE_BYTES })
  }

  async #write(actor: Actor, document: string, edit: Edit, text: string): Promise<Content> {
    if (Buffer.byteLength(text) > MAX_TEXT_BYTES) throw new StickyError('too_large')
    await this.#edit(actor, document, edit, 'edit')
    return this.read(actor, document)
  }

  async #edit(actor: Actor, document: string, edit: Edit, needed: Role): Promise<void> {
    const author = authorOf(actor)
    const authority = { store: this.#store, permissions: this.#permissions }
    await underEpoch(authority, actor, { document, needed }, (epoch) =>
      this.#bus.request('merge.edit', { document, author, epoch, edit }),
    )
  }
}
