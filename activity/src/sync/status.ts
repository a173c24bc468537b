import { mayWrite } from '@sticky/shared/access'
import type { Role } from '@sticky/shared/access'
import type { Refusal } from '@sticky/shared/frames'

/** Why a replica came to its end: a refusal (R19), or something that makes its line useless. */
export type Ending = Refusal | 'reset' | 'access lost' | 'document gone' | 'signed out' | 'closed'

export type ProviderState =
  /** Getting a ticket, opening the socket, joining. */
  | { kind: 'connecting' }
  /** Receiving what is missing; local edits are held back until the server says what it lacks. */
  | { kind: 'catching-up' }
  | { kind: 'live' }
  /** Offline; the next try is at `until` (ms since 1970). */
  | { kind: 'waiting'; until: number }
  /** For good. This replica's text can be copied; going on takes a fresh one. */
  | { kind: 'ended'; why: Ending; text: string }

/** What the page shows of a provider. */
export type Status = {
  state: ProviderState
  role: Role
  /** Local edits that are not durable on the server yet. */
  unsaved: number
  /** Whether the whole document has been here once. */
  loaded: boolean
}

export const mayEdit = ({ state, role }: Status): boolean =>
  state.kind !== 'ended' && mayWrite(role)

export type SaveState = { kind: 'busy' | 'saved' | 'offline' | 'refused'; text: string }

/** One line about where the text is; never better than the truth (F25). */
export const saveState = ({ state, unsaved, loaded }: Status): SaveState => {
  switch (state.kind) {
    case 'live':
      return unsaved === 0 ? { kind: 'saved', text: 'Saved' } : { kind: 'busy', text: 'Saving…' }
    case 'catching-up':
      return { kind: 'busy', text: unsaved === 0 ? 'Catching up…' : 'Saving…' }
    case 'connecting':
      return loaded ? offline(unsaved) : { kind: 'busy', text: 'Connecting…' }
    case 'waiting':
      return offline(unsaved)
    default:
      return { kind: 'refused', text: `${unsaved === 0 ? 'Closed' : 'Not saved'}: ${state.text}` }
  }
}

const offline = (unsaved: number): SaveState => ({
  kind: 'offline',
  text: unsaved === 0 ? 'Offline' : `Offline, ${edits(unsaved)} kept in this tab`,
})

const edits = (n: number): string => (n === 1 ? '1 edit' : `${n} edits`)
