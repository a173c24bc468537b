import type { Role } from '@sticky/shared/access'
import type { ServerEvent } from '@sticky/shared/events'

/**
 * The one place where rows rest: the log, snapshots, people, rights, placements. Two drivers stand behind it;
 * `contract.ts` is the suite that each has to pass. Every method may throw `StickyError('not_saved')` when the
 * medium refuses a write (full disk, read-only); then nothing of that call is stored.
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

/** `user:<uuid>`, or `link:<uuid>` of a link session: who stands behind an update (R13). */
export type Author = string

/**
 * Somebody who came by a share link. `session` tells this visitor from others (R13), also when they come back;
 * `userId` is who it is, if they are signed in.
 */
export type LinkSession = {
  session: string
  link: string
  document: string
  userId: string | null
}

/** Clocks `from` (inclusive) to `to` (exclusive) of one Yjs client. */
export type ClientRange = { client: number; from: number; to: number }

/** One update of one document as it goes into the log. `at` is ms since 1970. */
export type NewEntry = { author: Author; clients: ClientRange[]; at: number; update: Uint8Array }
export type Entry = NewEntry & { seq: number }

/**
 * `generation` changes when the store is restored from a backup or the document is purged, `epoch` with every change of rights,
 * `seq` is that of the newest entry (0: none). Entries up to `trimmed` are in snapshots only.
 */
export type Head = { generation: string; seq: number; epoch: number; trimmed: number }

/** Entries for one document, to be written only if its head still is as expected (R21). */
export type Append = { document: string; expected: number; epoch: number; entries: NewEntry[] }

/** `stale`: somebody else wrote first. `epoch`: rights have changed. `gone`: no such document, or deleted. */
export type Appended =
  | { kind: 'appended'; seq: number }
  | { kind: 'stale' }
  | { kind: 'epoch'; epoch: number }
  | { kind: 'gone' }

/** What is read of a log at once: so many entries, and bytes of updates. */
export type PageSize = { entries: number; bytes: number }

/** `more`: there is at least one entry after these. */
export type Page = { entries: Entry[]; more: boolean }

export interface Log {
  /**
   * One durable commit for all of `batch`; the answer has one result for each, in order. A document that is
   * stale, gone or of another epoch is left out without failing the others (R10, R21, R31).
   */
  append(batch: readonly Append[]): Promise<Appended[]>
  /** The head of a document that is not deleted, else null. */
  head(document: string): Promise<Head | null>
  /** Entries after `after` in seq order, up to what `most` allows, but one at least. */
  read(document: string, after: number, most: PageSize): Promise<Page>
  /** Head, newest snapshot and the entries after it, in one consistent read; null when there is no such document. */
  load(document: string): Promise<Loaded | null>
  /**
   * Entries that no document can take (R62): kept, but neither {@link read} nor {@link load} gives them out any
   * more. Their seqs stay.
   */
  quarantine(document: string, seqs: readonly number[]): Promise<void>
  /**
   * Forgets at most `limit` entries, the oldest first, that the second newest snapshot covers and that were
   * written before `before` (ms since 1970). Answers with how many it forgot. Short: it never holds up appends.
   */
  trim(document: string, before: number, limit: number): Promise<number>
  /** The update store (F61): entries with clocks of `client` from `from` to `to` (exclusive), after seq `after`. */
  find(document: string, query: EntryQuery): Promise<Entry[]>
}

export type EntryQuery = {
  client: number | null
  from: number
  to: number
  after: number
  limit: number
}

export type Loaded = { head: Head; snapshot: Snapshot | null; tail: Entry[] }

/** Somebody who wrote in a document, and when last (ms since 1970). */
export type Contributor = { author: Author; at: number }

/** The log up to and including `coversSeq`, merged. */
export type Snapshot = {
  coversSeq: number
  /** Yjs V1 update of the whole document, garbage collected. */
  update: Uint8Array
  /** Encoded state vector of `update`. */
  stateVector: Uint8Array
  /** Encoded deleted ranges (`store/deleted.ts`). */
  deleted: Uint8Array
  /** Which author owns which client id (R13). */
  authors: readonly (readonly [client: number, author: Author])[]
  contributors: Contributor[]
  /** The document's text: markdown. */
  text: string
  at: number
}

export interface Snapshots {
  latest(document: string): Promise<Snapshot | null>
  /**
   * Stores a snapshot if the newest one still covers `previous` (0: none yet), together with the event that
   * announces it. False when another merge was first: nothing is stored then. Keeps the second newest. What is new in
   * it, and by whom, is kept in mind for the next version ({@link History.due}). With a `generation`, false also when
   * the document has another one by now: what was merged may never have been, for this store (R65).
   */
  put(document: string, previous: number, snapshot: Snapshot, generation?: string): Promise<boolean>
  /** Documents whose log has entries that no snapshot covers, the ones waiting longest first. */
  behind(limit: number): Promise<string[]>
}

/** Whose a text is, from its beginning on: lengths in UTF-16 units, each with an index into `authors` (R13). */
export type Authorship = {
  authors: Author[]
  runs: (readonly [length: number, author: number])[]
}

export type VersionRow = {
  /** The text as it was after this entry of the log; names the version within its document. */
  seq: number
  /** When the last of it was written, ms since 1970. */
  at: number
  /** Who wrote since the version before. */
  authors: Author[]
  /** UTF-8 bytes. */
  size: number
}

export type Version = VersionRow & { text: string; authorship: Authorship }

/** What a purge starts from: nobody has written since `seq`, nor have rights changed since `epoch`. */
export type PurgePoint = { seq: number; epoch: number; generation: string }

/** What a document was (F28). Versions are made and forgotten, never changed. */
export interface History {
  /** Newest first, at most `limit` with a seq below `before` (null: from the newest on). */
  of(document: string, page: { before: number | null; limit: number }): Promise<VersionRow[]>
  get(document: string, seq: number): Promise<Version | null>
  /**
   * Documents with merged text that is in no version yet, in which nobody has written since `rested`, or of which the
   * first was written before `begun`, or the last after `now`: then the clock was put back. Who waits longest first.
   */
  due(times: { rested: number; begun: number; now: number }, limit: number): Promise<string[]>
  /**
   * Makes a version of what was written since the one before, if that is all in the newest snapshot, and that covers
   * `seq`. False when there is none to make: nothing was written, more was written meanwhile, or the text is the same.
   */
  add(document: string, version: Pick<Version, 'seq' | 'text' | 'authorship'>): Promise<boolean>
  drop(document: string, seqs: readonly number[]): Promise<void>
  /**
   * Deletes all but the document's newest snapshot; {@link Store.scrub} makes the medium forget it. Starts the new
   * generation, so that everybody who holds some of it starts afresh (R4). False, and nothing is deleted, when the
   * document is elsewhere than expected, or that snapshot does not cover all of it.
   */
  purge(document: string, at: PurgePoint): Promise<boolean>
}

export type User = {
  id: string
  username: string | null
  displayName: string
  color: string
  passwordHash: string | null
  /** Goes up when everything signed before must stop working. */
  tokenVersion: number
  createdAt: number
}

/** How somebody is called now, and who that is: another one than asked for once they were joined. */
export type Name = { id: string; displayName: string; color: string }

/** By what somebody is known elsewhere. */
export type IdentityRow = { provider: string; subject: string }

/** What somebody signs in with. */
export type PasswordLogin = { username: string; passwordHash: string }

export interface Users {
  /** Throws `username_taken` when the name exists in any case. */
  create(user: User): Promise<void>
  /** Users that are not deleted. */
  get(id: string): Promise<User | null>
  byUsername(username: string): Promise<User | null>
  /** By the ids that were asked for; also of who was deleted, or joined to somebody. */
  names(ids: readonly string[]): Promise<Map<string, Name>>
  /** A new password ends every session in the same transaction. */
  change(id: string, change: { displayName?: string; passwordHash?: string }): Promise<void>
  /**
   * Gives a user name and a password to somebody who has none yet; their sessions go on. Throws `username_taken` like
   * {@link create}, `conflict` when they have them.
   */
  setLogin(id: string, login: PasswordLogin): Promise<void>
  /**
   * Soft: the row stays so that authorship stays readable; name, password and identities are gone. So are their grants
   * and memberships, in the same transaction, and the epochs of what these opened go up (R31). A document without an owner then goes to `managers:` of the channel that it lives in, or
   * has none (`Documents.purge`).
   */
  delete(id: string, at: number): Promise<void>
  /**
   * The user of an identity (`discord`, snowflake), made from `user` if there is none yet. Who has no user name is
   * called from now on as `user` is; whoever has one chooses that themselves.
   */
  identify(provider: string, subject: string, user: User): Promise<User>
  identities(id: string): Promise<IdentityRow[]>
  /**
   * Gives a user an identity that nobody has yet; answers with whose it is then. Throws `conflict` when they have
   * another one of that provider.
   */
  attach(id: string, identity: IdentityRow): Promise<string>
  /**
   * Makes one user of two, for ever: what `from` has is `into`'s from now on, all in one transaction: identities, the
   * stronger right of the two to each document, what they have created and granted, memberships and intents. Sessions of
   * `from` end, and the epochs of whatever it could open go up (R31). What it wrote keeps its author (R13), who is called
   * as `into` is. Throws `conflict`, and nothing is changed, when `from` has a password, has an identity of a provider
   * of which `into` has one, or when either is not there.
   */
  join(from: string, into: string, at: number): Promise<void>
  /** The identity's subject, for look-ups in that chat. */
  subject(id: string, provider: string): Promise<string | null>
}

export type SessionRow = { id: string; userId: string; refreshHash: string; expiresAt: number }

/** What somebody shows of a session to go on with it. */
export type UsedRefresh = Pick<SessionRow, 'id' | 'refreshHash'>

/** What a session goes on with after it was used. */
export type NextRefresh = Pick<SessionRow, 'refreshHash' | 'expiresAt'>

export interface Sessions {
  create(session: SessionRow): Promise<void>
  /**
   * Swaps a session's refresh hash for the next, once; null when there is no such session, or it has expired at `now`
   * (ms). One that was used before ends the session: somebody else has it. But one that was swapped at or after
   * `repeatSince` may be swapped again while its successor is unused, whose answer may have been lost.
   */
  rotate(
    used: UsedRefresh,
    next: NextRefresh,
    now: number,
    repeatSince: number,
  ): Promise<SessionRow | null>
  alive(id: string, now: number): Promise<boolean>
  end(id: string): Promise<void>
}

export type DocumentRow = {
  id: string
  title: string
  createdBy: string
  createdAt: number
  modifiedAt: number
  deletedAt: number | null
}

/**
 * Everything through which documents are open to somebody: principals, each with the most that a grant to it can give
 * them. Who decides that is `documents/reach.ts`.
 */
export type Reach = ReadonlyMap<string, Role>

/**
 * What somebody asks for of the documents that they may read. `sharedBy`: by a grant of that user which they may know
 * of, since it opens the document to them or they own it.
 */
export type DocumentFilter = {
  userId: string
  reach: Reach
  createdBy: string | null
  sharedBy: string | null
}

/** Where a page ended: what was sorted by, and the document. */
export type ListPosition = { key: string | number; id: string }

/** `owned`: granted to the user by name as owner. `shared`: whatever else is in reach, also as an owner. */
export type DocumentQuery = DocumentFilter & {
  scope: 'owned' | 'shared'
  sort: 'created' | 'modified' | 'title' | 'creator'
  order: 'asc' | 'desc'
  limit: number
  after: ListPosition | null
  role: Role | null
}

export type Listed = { row: DocumentRow; role: Role; at: ListPosition }

export type NewDocument = {
  row: DocumentRow
  generation: string
  grants: GrantRow[]
  /** Log entry 1, written in the same transaction (R64). */
  first: NewEntry | null
}

export interface Documents {
  create(document: NewDocument): Promise<void>
  /** Also deleted ones. */
  get(id: string): Promise<DocumentRow | null>
  /**
   * One page, with the role that the reach gives. What does not change meanwhile comes on exactly one page. Titles and
   * names are sorted without case.
   */
  list(query: DocumentQuery): Promise<Listed[]>
  /** Also writes the event that tells the cards. */
  rename(id: string, title: string, at: number): Promise<void>
  /** Bumps the epoch, so that nothing in flight lands afterwards. Also writes the event. */
  setDeleted(id: string, deletedAt: number | null): Promise<void>
  /**
   * Deletes for ever at `at`: text, title, history, grants, links and pictures; {@link Store.scrub} makes the medium
   * forget them. What stays is that there was a document, for cards that show it. Also of a deleted one. Also writes
   * the event.
   */
  erase(id: string, at: number): Promise<void>
  /** Forgets all of at most `limit` documents without an owner since before `before` (ms since 1970); answers which. */
  purge(before: number, limit: number): Promise<string[]>
}

export type GrantRow = {
  document: string
  principal: string
  role: Exclude<Role, 'none'>
  grantedBy: string | null
  createdAt: number
}

/**
 * Where a page of hits ended: its rung (`search/ladder.ts`), what was sorted by if not by relevance, and the document.
 */
export type SearchPosition = { rung: number; key: string | number | null; id: string }

/**
 * `text` as it was typed. `sharedWith`: a principal to which somebody has granted the document, and the user may know
 * of that, since it is in their reach or they own the document. By relevance, `desc` has the best hit first.
 */
export type SearchQuery = DocumentFilter & {
  text: string
  sharedWith: string | null
  sort: 'relevance' | 'created' | 'creator' | 'modified'
  order: 'asc' | 'desc'
  limit: number
  after: SearchPosition | null
}

/** `text` is the document's, as merged. */
export type Hit = { row: DocumentRow; role: Role; text: string; at: SearchPosition }

/**
 * Full text of titles and of what is merged. A write is found as soon as it is durable: a title, a snapshot's text, a
 * grant, a deletion.
 */
export interface Search {
  /**
   * One page of the documents in reach that have every word of the text, or what it may have been meant to be; which
   * and in which order, `search/ladder.ts` says. Documents out of reach change nothing about the answer (T5); only of
   * parts and typos that very many words in use have, a driver may leave some out for who may read very much. Nothing in
   * the text is syntax; one without words has no hits.
   */
  find(query: SearchQuery): Promise<Hit[]>
  /**
   * Forgets words that no document has any more, of `limit` words that it looks at; the next call looks at the next
   * ones. Short: it never holds up appends.
   */
  tidy(limit: number): Promise<void>
}

export interface Grants {
  of(document: string): Promise<GrantRow[]>
  /** Those of the principals that anything is granted to. */
  granted(principals: readonly string[]): Promise<string[]>
  /** Those that may give this user a right: their own, and all of channels and roles. Few, however many users there are. */
  concerning(document: string, userId: string): Promise<GrantRow[]>
  /**
   * Writes the grant and bumps the document's epoch in one transaction (R31). Throws `last_owner` when it would
   * take the last owner's right.
   */
  put(grant: GrantRow): Promise<void>
  /** False when there was none. Bumps the epoch. Throws `last_owner` like `put`. */
  delete(document: string, principal: string): Promise<boolean>
}

export type LinkRow = {
  id: string
  document: string
  /** Of a secret that nobody but its holders knows (T13). */
  tokenHash: string
  /** The secret's last characters, for people to tell links apart. */
  tokenEnd: string
  role: 'view' | 'edit'
  audience: 'anyone' | 'granted'
  label: string | null
  expiresAt: number | null
  passwordHash: string | null
  createdBy: string
  createdAt: number
  useCount: number
  lastUsedAt: number | null
  revokedAt: number | null
}

export type NewLink = Omit<LinkRow, 'useCount' | 'lastUsedAt' | 'revokedAt'>

/** Share links. None is ever changed, but by being used and, once, by being revoked. */
export interface Links {
  create(link: NewLink): Promise<void>
  /** Also a revoked one, and one that has expired. */
  get(id: string): Promise<LinkRow | null>
  byToken(tokenHash: string): Promise<LinkRow | null>
  /** A document's links that are not revoked, by id, at most `limit` after `after` (null: from the first). */
  of(document: string, page: { after: string | null; limit: number }): Promise<LinkRow[]>
  /** Counts a use at `at` (ms since 1970); false when it was revoked meanwhile. */
  use(id: string, at: number): Promise<boolean>
  /**
   * Ends a link for ever and bumps its document's epoch in one transaction (R31). False when this document has
   * no such link, or it was revoked before.
   */
  revoke(document: string, id: string, at: number): Promise<boolean>
}

export type PlacementRow = {
  id: string
  document: string
  channel: string
  messageId: string
  shownHash: string
  shownSeq: number
}

export type Membership = {
  userId: string
  channel: string
  access: 'none' | 'view' | 'edit' | 'manage'
  roles: string[]
  provedAt: number
}

export type Intent = {
  userId: string
  channelId: string
  document: string
  instanceId: string | null
  at: number
}

/** What is known of chats: where documents are shown, who was seen in which channel, who is about to open what. */
export interface Chat {
  /** A message has one placement: adding it again changes what is there, whose id the answer carries. */
  addPlacement(placement: PlacementRow): Promise<PlacementRow>
  placement(id: string): Promise<PlacementRow | null>
  placements(document: string): Promise<PlacementRow[]>
  /**
   * Placements whose document was merged beyond what they show, or renamed, deleted or restored since. What
   * shows a deleted document is up to date from seq 0 on.
   */
  stalePlacements(limit: number): Promise<PlacementRow[]>
  changePlacement(id: string, shownHash: string, shownSeq: number): Promise<void>
  deletePlacement(id: string): Promise<void>
  /**
   * Roles are those of the whole server (`<guild>/…`): they count for its other channels too. True when this is less
   * than what was stored; then it also bumps the epoch of every document that it takes something from, in the same
   * transaction (R31).
   */
  putMembership(membership: Membership): Promise<boolean>
  memberships(userId: string, since: number): Promise<Membership[]>
  putIntent(intent: Intent): Promise<void>
  /** The first there is of: this user in this channel since `since`, this user in this instance, anybody in it. */
  intent(of: {
    userId: string
    instanceId: string | null
    channelId: string | null
    since: number
  }): Promise<Intent | null>
}

export type KeptEvent = { id: number; event: ServerEvent }

/** What the bot is told, kept so that it can resume where it stopped. Written by the calls that cause them. */
export interface Events {
  after(id: number, limit: number): Promise<KeptEvent[]>
  newest(): Promise<number>
}

/** Content-addressed bytes (pictures): immutable, may be dropped at any time. A purge of `document` drops its own. */
export interface Blobs {
  get(hash: string): Promise<Uint8Array | null>
  put(hash: string, bytes: Uint8Array, of: { document: string; at: number }): Promise<void>
}
