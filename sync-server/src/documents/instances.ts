import { createHash } from 'node:crypto'
import type { EventEmitter } from 'node:events'
import type { Instance, PutPresence } from '@sticky/shared/api/instances'
import { allows } from '@sticky/shared/access'
import type { Bus } from '../bus/types.ts'
import type { Shown, Store } from '../store/types.ts'
import { publicUser } from '../users/accounts.ts'
import { Occasion } from './occasion.ts'
import type { Permissions } from './permissions.ts'

/** Who has said nothing for longer is not there any more, ms. */
const PRESENT_FOR = 45_000
/** What stays as it is, is stored again after this long, ms. */
const SAID_AGAIN = 15_000
/** So long an answer waits for something to be different, ms: shorter than proxies wait. */
const PATIENCE = 10_000
/** A launch takes seconds: what was asked for longer ago is not what somebody waits for, ms. */
const OPENING_LIFE = 2 * 60_000
/** Of so many people it is told what they look at. */
const MOST_PEOPLE = 100

type Presence = PutPresence & { user: string; instance: string }

/** Who is in which Activity with which document, and what is to be opened there next (F2). */
export class Instances {
  readonly #store: Store
  readonly #bus: Bus
  readonly #permissions: Permissions

  constructor(store: Store, bus: Bus, permissions: Permissions) {
    this.#store = store
    this.#bus = bus
    this.#permissions = permissions
  }

  /**
   * Stores what somebody looks at and answers with what there is; when that is `known`, as soon as it is different, or
   * after 10 s, or when the `line` closes. Throws `not_found` for what they may not view.
   */
  async show(presence: Presence, line: EventEmitter): Promise<Instance> {
    const { user, instance, documentId, known } = presence
    if (documentId !== null) await this.#permissions.require(user, documentId, 'view')
    const change = this.#change(user, instance, line)
    try {
      await this.#put(presence)
      const until = performance.now() + PATIENCE
      for (let more = true; ;) {
        const seen = await this.#seen(presence)
        if (seen.state !== known || !more) return seen
        more = await change.within(until - performance.now())
      }
    } finally {
      change.stop()
    }
  }

  async #put({ user, instance, documentId }: Presence): Promise<void> {
    const now = Date.now()
    const before = (await this.#store.chat.shown(instance, now - PRESENT_FOR)).find(
      ({ userId }) => userId === user,
    )
    const same = (before?.document ?? null) === documentId
    if (same && (before === undefined || now - before.at < SAID_AGAIN)) return
    await this.#store.chat.show(instance, user, documentId, now)
    if (!same) this.#bus.publish('instance.changed', { instance })
  }

  async #seen({ user, instance, channelId }: Presence): Promise<Instance> {
    const now = Date.now()
    const [opening, shown] = await Promise.all([
      this.#store.chat.opening({
        userId: user,
        instanceId: instance,
        channelId: channelId ?? null,
        since: now - OPENING_LIFE,
      }),
      this.#store.chat.shown(instance, now - PRESENT_FOR),
    ])
    const documents = await this.#documents(user, shown.slice(0, MOST_PEOPLE))
    const seen = {
      opening: opening === null ? null : { documentId: opening.document, at: opening.at },
      documents,
    }
    const state = createHash('sha256').update(JSON.stringify(seen)).digest('base64url').slice(0, 22)
    return { state, ...seen }
  }

  /** Only what this user may view, and who looks at it. */
  async #documents(user: string, shown: readonly Shown[]): Promise<Instance['documents']> {
    const ids = [...new Set(shown.map(({ document }) => document))]
    const found = await Promise.all(
      ids.map(async (id) => {
        const [role, row] = await Promise.all([
          this.#permissions.roleOf(user, id),
          this.#store.documents.get(id),
        ])
        if (row === null || row.deletedAt !== null || !allows(role, 'view')) return []
        const people = await this.#people(shown.filter(({ document }) => document === id))
        return [{ id, title: row.title, people }]
      }),
    )
    return found.flat()
  }

  async #people(shown: readonly Shown[]): Promise<Instance['documents'][number]['people']> {
    const users = await Promise.all(shown.map(({ userId }) => this.#store.users.get(userId)))
    return users.flatMap((user) => {
      if (user === null) return []
      const { id, displayName, color } = publicUser(user)
      return [{ id, displayName, color }]
    })
  }

  /** Something that would make another answer of it. */
  #change(user: string, instance: string, line: EventEmitter): Occasion {
    return new Occasion(line, (happens) => [
      this.#bus.subscribe('instance.changed', (change) => {
        if (change.instance === instance) happens()
      }),
      this.#bus.subscribe('opening.wanted', (opening) => {
        if (opening.userId === user) happens()
      }),
    ])
  }
}
