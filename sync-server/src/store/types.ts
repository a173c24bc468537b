import type { Blobs } from './port/blobs.ts'
import type { Chat } from './port/chat.ts'
import type { Documents } from './port/documents.ts'
import type { Events } from './port/events.ts'
import type { Grants } from './port/grants.ts'
import type { Guilds } from './port/guilds.ts'
import type { History } from './port/history.ts'
import type { Links } from './port/links.ts'
import type { Log } from './port/log.ts'
import type { Sessions, Users } from './port/people.ts'
import type { Search } from './port/search.ts'
import type { Snapshots } from './port/snapshots.ts'

export type * from './port/author.ts'
export type * from './port/log.ts'
export type * from './port/snapshots.ts'
export type * from './port/history.ts'
export type * from './port/people.ts'
export type * from './port/documents.ts'
export type * from './port/search.ts'
export type * from './port/grants.ts'
export type * from './port/links.ts'
export type * from './port/chat.ts'
export type * from './port/guilds.ts'
export type * from './port/events.ts'
export type * from './port/blobs.ts'

/**
 * The one place where rows rest: the log, snapshots, people, rights, placements; each noun has its file in `port/`. Two
 * drivers stand behind it; `contract.ts` is the suite that each has to pass. Every method may throw
 * `StickyError('not_saved')` when the medium refuses a write (full disk, read-only); then nothing of that call is stored.
 */
export interface Store {
  readonly log: Log
  readonly snapshots: Snapshots
  readonly history: History
  readonly users: Users
  readonly sessions: Sessions
  readonly documents: Documents
  readonly search: Search
  readonly grants: Grants
  readonly links: Links
  readonly chat: Chat
  readonly guilds: Guilds
  readonly events: Events
  readonly blobs: Blobs
  /** How many entries were ever appended here: only grows, unless an older copy was put in its place. */
  mark(): Promise<number>
  /** Gives every document a new generation, so that no cursor from before counts any more (R4, R65). */
  renewGenerations(generation: string): Promise<void>
  /**
   * Makes the medium forget what was deleted before: once it has resolved, nothing of that can be read there. May block
   * this process for seconds, and hold up everybody's writes: not for a process that serves sockets.
   */
  scrub(): Promise<void>
  close(): Promise<void>
}
