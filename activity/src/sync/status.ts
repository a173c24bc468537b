import { mayWrite } from '@sticky/shared/access'
import type { Role } from '@sticky/shared/access'
import type { Refusal } from '@sticky/shared/frames'
import type { Aside } from '../device/copy.ts'
import type { Keeping } from './keeper.ts'

/** Why a replica came to its end: a refusal (R19), or something that makes its line useless. */
export type Ending = Refusal | 'reset' | 'access lost' | 'document gone' | 'signed out' | 'closed'

export type ProviderState =
  /** Reading the device, getting a ticket, opening the socket, joining. */
  | { kind: 'connecting' }
  /** Receiving what is missing; local edits are held back until the server says what it lacks. */
  | { kind: 'catching-up' }
  | { kind: 'live' }
  /** Offline; the next try is at `until` (ms since 1970). */
  | { kind: 'waiting'; until: number }
  /** For good. This replica's text can be copied; going on takes a fresh one. */
  | { kind: 'ended'; why: Ending; text: string }

/** What a provider says of its replica. */
export type ProviderStatus = {
  state: ProviderState
  role: Role
  /** Local edits that are not durable on the server yet. */
  unsaved: number
  /** Whether the whole document has been here once. */
  loaded: boolean
}

/** What the page shows of an open document. */
export type Status = ProviderStatus & {
  /** Where unsaved edits are until the server has them. */
  keeping: Keeping
  /** Texts that were refused and wait for somebody to copy or dismiss them. */
  asides: readonly Aside[]
}

export const mayEdit = ({ state, role }: ProviderStatus): boolean =>
  state.kind !== 'ended' && mayWrite(role)

export type SaveState = { kind: 'busy' | 'saved' | 'offline' | 'refused'; text: string }

/** One line about where the text is; never better than the truth (F25). */
export const saveState = (status: Status): SaveState => {
  const { state, unsaved, loaded } = status
  switch (state.kind) {
    case 'live':
      return unsaved === 0 ? saved(status) : SAVING
    case 'catching-up':
      return unsaved === 0 ? { kind: 'busy', text: 'Catching up…' } : SAVING
    case 'connecting':
      if (loaded) return offline(status)
      return unsaved === 0 ? { kind: 'busy', text: 'Connecting…' } : SAVING
    case 'waiting':
      return offline(status)
    default:
      return { kind: 'refused', text: `${unsaved === 0 ? 'Closed' : 'Not saved'}: ${state.text}` }
  }
}

const SAVING: SaveState = { kind: 'busy', text: 'Saving…' }

/** What is here is saved, but something that was here is not. */
const saved = ({ asides }: Status): SaveState => {
  const aside = asides.at(-1)
  if (aside === undefined) return { kind: 'saved', text: 'Saved' }
  return { kind: 'refused', text: `Not saved: ${aside.why}` }
}

const WHERE: Record<Keeping, string> = {
  device: 'kept on this device',
  writing: 'on the way to this device',
  tab: 'kept in this tab',
}

const offline = ({ unsaved, keeping }: Status): SaveState => {
  if (unsaved === 0) return { kind: 'offline', text: 'Offline' }
  const edits = unsaved === 1 ? '1 edit' : `${unsaved} edits`
  return { kind: 'offline', text: `Offline, ${edits} ${WHERE[keeping]}` }
}
