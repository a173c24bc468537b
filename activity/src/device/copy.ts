import type { Role } from '@sticky/shared/access'
import type { Cursor } from '@sticky/shared/frames'

/** Own edits that the server has not called durable. `n` counts a replica's edits; this is the last one in it. */
export type Edit = { n: number; edits: number; update: Uint8Array }

/** A text that was refused and is not published any more; kept until somebody has copied or dismissed it (R20). */
export type Aside = { id: string; at: number; why: string; text: string }

/** What of a document is on the device. */
export type Kept = {
  /** Everything up to here is in `updates`; null: they prove nothing. */
  cursor: Cursor | null
  /** Received from the server, or acknowledged by it. */
  updates: Uint8Array[]
  /** What the server last said this person may do, so that they may go on offline; it decides, not this. */
  role: Role
  /** Left unsent by copies that are gone; they belong to this one now, numbered from 1. */
  outbox: Edit[]
  asides: Aside[]
}

/** Written in one transaction (R11): a cursor never says more than the updates that came with it. */
export type Change = {
  /** New own edits. */
  own: Edit[]
  /** Own edits up to this number need no keeping any more. */
  done: number
  settled: Uint8Array[]
  /** Where the server's log stands once `settled` is in; null: unchanged. */
  cursor: Cursor | null
  /** null: unchanged. */
  role: Role | null
}

/**
 * One open document's place on the device, for one person. Several may be open on the same document at once
 * (tabs): each writes its own edits, all write what comes from the server, and none loses another's.
 *
 * Every promise is refused when the device does not take it (no room, erased by another tab); nothing is half
 * written then.
 */
export interface Copy {
  /** False: it is gone with the tab. */
  readonly lasting: boolean
  /** As it was when this copy was opened. */
  readonly kept: Kept
  commit(change: Change): Promise<void>
  /** What was received is worth nothing any more; own edits stay. */
  renew(): Promise<void>
  /** Instead of this copy's own edits up to number `done`, which are kept no longer. */
  setAside(aside: Aside, done: number): Promise<void>
  /** Nothing of the document stays, also of other tabs, but what has been set aside. */
  erase(aside: Aside | null): Promise<void>
  dismiss(asideId: string): Promise<void>
  /** Edits that are still unsent belong to whoever opens the document next. */
  close(): void
}

/** Where copies are kept; nobody meets what somebody else has left on the same device. */
export interface Device {
  open(user: string, document: string): Promise<Copy>
  /** How many edits of theirs have not reached the server. */
  unsent(user: string): Promise<number>
  /** Erases all that is kept for this person. */
  forget(user: string): Promise<void>
}

/** Which of two cursors of one log is ahead. */
export const later = (a: Cursor | null, b: Cursor | null): Cursor | null => {
  if (a === null || b === null) return a ?? b
  return a.generation === b.generation && a.seq > b.seq ? a : b
}

/** Gives each edit the next number of its new owner. */
export const renumbered = (edits: readonly Edit[]): Edit[] => {
  let n = 0
  return edits.map((edit) => {
    n += edit.edits
    return { ...edit, n }
  })
}

/** For a copy that another tab has erased, at sign-out or because the right is lost. */
export const erased = (): Error => new Error('This copy has been erased.')
