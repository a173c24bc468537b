import type { ServerEvent } from '@sticky/shared/events'

/** An entry of the log on its way to other relays. */
export type PassedEntry = { author: string; update: Uint8Array }

/**
 * Signals in motion. A signal may be lost: whatever must not be lost is in the store, and every listener can
 * find out by reading it (R60). Payloads are structured-clone-able; byte arrays stay byte arrays.
 */
export type Signals = {
  /**
   * The log grew, by `relay` or by merge (null). One signal for each committed batch, whatever the number of
   * receivers (R60): with its entries, so that a relay that stands at `prev` need not read them.
   */
  'log.appended': {
    document: string
    relay: string | null
    prev: number
    seq: number
    entries: PassedEntry[]
  }
  /** In these there is something to merge. Sent a few times a second at most. */
  'documents.dirty': { documents: string[] }
  /** A snapshot covers `seq` now. */
  'document.merged': { document: string; seq: number }
  /** What anybody holds of this document may contain quarantined entries (R62), or what a purge has removed (0 entries). */
  'document.reset': { document: string; entries: number }
  /** Renamed, deleted or restored. */
  'document.changed': { document: string }
  /**
   * Rights in this document, in all of these, or of this user in any, have changed: re-authorise who is connected (R31, R32). Who makes a
   * `request` wants to hear from every relay when it is done.
   */
  'access.changed':
    | { document: string; request?: string }
    | { documents: readonly string[] }
    | { userId: string }
  /** A relay's answer: how many connections it has cut. */
  'access.enforced': { request: string; cut: number }
  /** A user was deleted or lost every token: close what they hold. */
  'user.revoked': { userId: string }
  /** For the bot, not kept: somebody has to look up a membership. */
  'membership.wanted': Extract<ServerEvent, { type: 'membership.wanted' }>
  /** Somebody in this Activity looks at something else now. */
  'instance.changed': { instance: string }
  /** This user has asked the bot to open something. */
  'opening.wanted': { userId: string }
  /** The answer has been stored. */
  'membership.proved': { userId: string; channel: string }
  /** A drawing does not come to its end: its process has to be killed. */
  'preview.stuck': null
}

/** A change of text by the server itself, in somebody's name (R64, R65). */
export type Edit =
  | { kind: 'append'; markdown: string }
  | { kind: 'replace'; text: string; basedOn: string }
  /** The text as it is to be, by who has read it up to entry `base` of the log; others may have written since. */
  | { kind: 'merge'; text: string; basedOn: string; base: number }
  | { kind: 'tick'; anchor: string; checked: boolean }
  | { kind: 'restore'; text: string }

/** A checklist item. The anchor names its bracket for ever, wherever it moves to. */
export type Task = { anchor: string; text: string; checked: boolean }

/** A stretch of two texts that are compared: what stayed, what only the one has, what only the other. */
export type TextPiece = { kind: 'same' | 'removed' | 'added'; text: string }

/**
 * All that a card's picture is drawn from. `text` is markdown of any size; `people` has the one to be named
 * first at its beginning, `peopleCount` is how many there are in all; `editedAt` is ms since 1970. `scale`:
 * device pixels for a logical one. A `chat` card hugs its content, a `link` is always 600 x 315.
 */
export type CardView = {
  title: string
  text: string
  people: readonly { name: string; color: string }[]
  peopleCount: number
  editedAt: number
  editedBy: string | null
  theme: 'dark' | 'light'
  scale: 1 | 2
  kind: 'chat' | 'link'
}

export type CardWords = {
  excerpt: string
  words: number
  tasks: { done: number; total: number }
  /** Hash of everything that is drawn: the same view has the same hash. */
  hash: string
}

export type Requests = {
  /** Makes and appends one update. Answers with the log's seq after it. */
  'merge.edit': {
    in: { document: string; author: string; epoch: number; edit: Edit }
    out: { seq: number } | 'epoch'
  }
  /** The first text of a new document as an update, for log entry 1. */
  'merge.seed': {
    in: { document: string; author: string; text: string }
    out: { update: Uint8Array; client: number; length: number }
  }
  /** The document's checklist items. */
  'merge.tasks': { in: { document: string }; out: { tasks: Task[] } }
  /** Who wrote which part of the text at `seq`; which client ids stand in it, each with an index into the authors. */
  'merge.authorship': {
    in: { document: string }
    out: {
      seq: number
      text: string
      authors: string[]
      runs: (readonly [length: number, author: number])[]
      clients: (readonly [client: number, author: number])[]
    }
  }
  /** Two texts in one, by words. */
  'merge.compare': { in: { before: string; after: string }; out: { pieces: TextPiece[] } }
  /** Forgets everything but the present text, for ever. Answers with the log's seq at which that was. */
  'merge.purge': { in: { document: string; epoch: number }; out: { seq: number } | 'epoch' }
  /** Makes the store's medium forget what was deleted before. */
  'merge.scrub': { in: null; out: null }
  /** Merges what there is, now; answers with the seq that the newest snapshot covers. */
  'merge.fold': { in: { document: string }; out: { seq: number } }
  /** Answers as soon as it can. */
  'preview.awake': { in: null; out: null }
  /** What a card says in words, and the hash of its picture. */
  'preview.describe': { in: CardView; out: CardWords }
  /**
   * A document as HTML: a `file` of its own, or a `part` that may stand in a page below its title (`cut`: it is only the
   * beginning). `plain`: as it stands, without its markup read.
   */
  'preview.html': {
    in: { title: string; text: string; as: 'file' | 'part'; plain: boolean }
    out: { html: string; cut: boolean }
  }
  /** HTML as markdown. */
  'preview.import': { in: { html: string }; out: { markdown: string } }
  /** Draws a card's picture. */
  'preview.draw': { in: CardView; out: { png: Uint8Array; width: number; height: number } }
}

export type Signal = keyof Signals
export type Request = keyof Requests
export type Unsubscribe = () => void

export interface Bus {
  /**
   * Everybody subscribed hears it, this process too, in the order of publishing; may be lost. What another process
   * publishes before it has heard of a subscription is lost for that one.
   */
  publish<S extends Signal>(signal: S, data: Signals[S]): void
  subscribe<S extends Signal>(signal: S, hear: (data: Signals[S]) => void): Unsubscribe
  /** False when it is known that nobody hears this signal now. */
  isHeard(signal: Signal): boolean
  /**
   * One responder answers. Rejects with the `StickyError` that it threw (`internal` for any other error), or with
   * `unavailable` when nobody answered in time (a responder that is still starting is waited for) or the
   * responder's process ended. Nothing is done for a request that was given up before it reached a responder.
   */
  request<R extends Request>(
    request: R,
    data: Requests[R]['in'],
    timeoutMs?: number,
  ): Promise<Requests[R]['out']>
  respond<R extends Request>(
    request: R,
    answer: (data: Requests[R]['in']) => Promise<Requests[R]['out']>,
  ): Unsubscribe
  close(): Promise<void>
}
