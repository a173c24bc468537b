import type {
  Authorship as AuthorshipAnswer,
  Comparison,
  Version as VersionAnswer,
  VersionPage,
  VersionText,
  Writer,
} from '@sticky/shared/api/history'
import { StickyError } from '@sticky/shared/errors'
import type { Bus } from '../bus/types.ts'
import type { Author, Store, Version, VersionRow } from '../store/types.ts'
import type { Actor } from '../users/actor.ts'
import { Attempts } from '../users/attempts.ts'
import type { Content, Contents } from './content.ts'
import type { Permissions } from './permissions.ts'
import { SCRUB_LIMIT } from './scrub-limit.ts'
import { underEpoch } from './under-epoch.ts'
import { oncePerPerson, writersOf } from './writers.ts'

export type VersionOptions = {
  store: Store
  bus: Bus
  permissions: Permissions
  contents: Contents
}

type Page = { limit: number; cursor?: number | undefined }

/** What one user may have compared, 1,024 characters each: every one of the longest takes merge up to half a second. */
const COMPARED = { most: 32_768, window: 10 * 60_000 }

/**
 * What a document was (F28). Old text is for people who may edit: who may only read is shown what is there now, and
 * so is who came by a link.
 */
export class Versions {
  readonly #options: VersionOptions
  readonly #compared = new Attempts(COMPARED.most, COMPARED.window)

  constructor(options: VersionOptions) {
    this.#options = options
  }

  async list(userId: string, document: string, { limit, cursor }: Page): Promise<VersionPage> {
    const { store, permissions } = this.#options
    await permissions.require(userId, document, 'edit')
    const rows = await store.history.of(document, { before: cursor ?? null, limit: limit + 1 })
    const page = rows.slice(0, limit)
    const known = await this.#known(page.flatMap(({ authors }) => authors))
    return {
      items: page.map((row) => answer(row, known)),
      nextCursor: rows.length > limit ? String(page.at(-1)?.seq) : null,
    }
  }

  async read(userId: string, document: string, v: number): Promise<VersionText> {
    await this.#options.permissions.require(userId, document, 'edit')
    const version = await this.#version(document, v)
    const { authors, runs } = version.authorship
    const known = await this.#known([...version.authors, ...authors])
    return {
      ...answer(version, known),
      text: version.text,
      writers: named(authors, known),
      runs: runs.map(([length, writer]) => ({ length, writer })),
    }
  }

  /** What was removed and added since version `v` until another one, or until now. Throws `rate_limited` (R50). */
  async compare(
    userId: string,
    document: string,
    v: number,
    other: number | 'now',
  ): Promise<Comparison> {
    const { bus, permissions, contents } = this.#options
    await permissions.require(userId, document, 'edit')
    const { text: before } = await this.#version(document, v)
    const { text: after } = await (other === 'now'
      ? contents.read(userId, document)
      : this.#version(document, other))
    const kilobytes = Math.ceil((before.length + after.length) / 1024)
    if (!this.#compared.take(userId, kilobytes)) throw tooMuchCompared()
    const { pieces } = await bus.request('merge.compare', { before, after })
    return { from: v, to: other === 'now' ? null : other, pieces }
  }

  /** As new edits of who restores; the text that they replace stays as a version (R65). */
  async restore(userId: string, document: string, v: number): Promise<Content> {
    const { permissions, contents } = this.#options
    await permissions.require(userId, document, 'edit')
    const { text } = await this.#version(document, v)
    return contents.restore(userId, document, text)
  }

  /** Who wrote which part of the text as it is now. Guests are told names only (R43, T9). */
  async authorship(actor: Actor, document: string): Promise<AuthorshipAnswer> {
    const { store, bus, permissions } = this.#options
    await permissions.require(actor, document, 'view')
    const found = await bus.request('merge.authorship', { document })
    const writers = await writersOf(store, found.authors)
    return {
      seq: found.seq,
      text: found.text,
      writers: typeof actor === 'string' ? writers : writers.map(withoutId),
      runs: found.runs.map(([length, writer]) => ({ length, writer })),
      clients: found.clients.map(([client, writer]) => ({ client, writer })),
    }
  }

  /**
   * Forgets, for ever, whatever this document was: versions, the log, all that was deleted from the text, pictures.
   * What is there now stays. Everybody who has it open starts afresh (R4). Only for owners.
   */
  async purge(userId: string, document: string): Promise<{ seq: number }> {
    const { bus } = this.#options
    const done = await underEpoch(this.#options, userId, { document, needed: 'own' }, (epoch) =>
      bus.request('merge.purge', { document, epoch }),
    )
    await bus.request('merge.scrub', null, SCRUB_LIMIT)
    return done
  }

  async #version(document: string, v: number): Promise<Version> {
    const version = await this.#options.store.history.get(document, v)
    if (version !== null) return version
    throw new StickyError(
      'not_found',
      'This document has no such version (any more). Look at the list of versions.',
    )
  }

  async #known(authors: readonly Author[]): Promise<Known> {
    const each = [...new Set(authors)]
    const writers = await writersOf(this.#options.store, each)
    return new Map(writers.map((writer, i) => [each[i] ?? '', writer]))
  }
}

const tooMuchCompared = (): StickyError =>
  new StickyError('rate_limited', 'You compare very much. Wait ten minutes, then retry.')

type Known = ReadonlyMap<Author, Writer>

const named = (authors: readonly Author[], known: Known): Writer[] =>
  authors.flatMap((author) => known.get(author) ?? [])

const answer = ({ seq, at, authors, size }: VersionRow, known: Known): VersionAnswer => ({
  v: seq,
  at,
  authors: oncePerPerson(named(authors, known)),
  size,
})

const withoutId = ({ name, color }: Writer): Writer => ({ id: null, name, color })
