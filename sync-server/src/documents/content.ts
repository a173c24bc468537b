import { MAX_TEXT_BYTES } from '@sticky/shared/api/documents'
import { StickyError } from '@sticky/shared/errors'
import type { Bus, Edit } from '../bus/types.ts'
import { etagOf } from '../store/text.ts'
import type { Store } from '../store/types.ts'
import type { Permissions } from './permissions.ts'

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
  async read(userId: string, document: string): Promise<Content> {
    const { row } = await this.#permissions.require(userId, document, 'view')
    await this.#bus.request('merge.fold', { document })
    const snapshot = await this.#store.snapshots.latest(document)
    const text = snapshot?.text ?? ''
    return { text, etag: etagOf(text), seq: snapshot?.coversSeq ?? 0, title: row.title }
  }

  append(userId: string, document: string, markdown: string): Promise<Content> {
    return this.#edit(userId, document, { kind: 'append', markdown })
  }

  /** Only if the text still is the one with this ETag: else `precondition_failed`, and nothing is changed. */
  replace(
    userId: string,
    document: string,
    text: string,
    ifMatch: string | undefined,
  ): Promise<Content> {
    if (ifMatch === undefined) {
      throw new StickyError(
        'invalid_request',
        'Send If-Match with the ETag of the text that you have changed.',
      )
    }
    return this.#edit(userId, document, { kind: 'replace', text, basedOn: ifMatch })
  }

  async #edit(userId: string, document: string, edit: Edit): Promise<Content> {
    const text = edit.kind === 'append' ? edit.markdown : edit.text
    if (Buffer.byteLength(text) > MAX_TEXT_BYTES) throw new StickyError('too_large')
    // the epoch first: were the right withdrawn after it was checked, the edit would not land (R31)
    const head = await this.#store.log.head(document)
    await this.#permissions.require(userId, document, 'edit')
    if (head === null) throw new StickyError('not_found')
    await this.#bus.request('merge.edit', {
      document,
      author: `user:${userId}`,
      epoch: head.epoch,
      edit,
    })
    return this.read(userId, document)
  }
}
