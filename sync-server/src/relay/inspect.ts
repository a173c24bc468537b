import type { Refusal } from '@sticky/shared/frames'
import type { ClientRange } from '../store/types.ts'
import { ROOT } from '../store/text.ts'
import { resolves } from './order.ts'
import type { Section } from './order.ts'
import { Malformed, Reader } from './reader.ts'
import { STRUCT } from './structs.ts'

/** What the room knows of its document: all that inspection needs, and no content. */
export interface Known {
  /** The first clock of this client that is not in the log; 0 for a client never seen. */
  clock(client: number): number
  deletes(client: number, from: number, to: number): boolean
}

export type Refused = { kind: 'refused'; reason: Refusal; text: string }

/**
 * What an update would bring. `ranges`: clocks that are new, for each client; `deletes`: ranges of which at
 * least a part is not deleted yet; `born`: those among the new clocks that are deleted from the start.
 */
export type Change = {
  kind: 'change'
  ranges: ClientRange[]
  deletes: ClientRange[]
  born: ClientRange[]
}

/** `empty`: nothing at all in it. `known`: nothing that the log lacks (R17). */
export type Inspected = Change | { kind: 'known' } | { kind: 'empty' } | Refused

/** Other implementations count clocks in 32 bits. */
const MAX_CLOCK = 2 ** 31

const reader = new Reader()
const KNOWN = { kind: 'known' } as const
const EMPTY = { kind: 'empty' } as const

/**
 * Looks into a Yjs V1 update without a Y.Doc (R12, R14, R15): in time and memory bounded by its length. What
 * passes can be integrated by everybody who has the log, at once and without a rest pending; whose it is
 * (R13) is for the caller to check, by `ranges`.
 */
export const inspect = (update: Uint8Array, known: Known): Inspected => {
  try {
    reader.open(update)
    const change: Change = { kind: 'change', ranges: [], deletes: [], born: [] }
    const sections = readSections(known, change)
    const gap = checkOrder(sections)
    if (gap !== null) return gap
    const late = readDeletes(known, sections, change)
    if (late !== null) return late
    if (reader.left > 0) throw new Malformed('has bytes after its end')
    return outcome(update, change)
  } catch (error) {
    if (error instanceof Malformed)
      return { kind: 'refused', reason: 'malformed', text: `The update ${error.message}.` }
    throw error
  }
}

const outcome = (update: Uint8Array, change: Change): Inspected => {
  if (update.length === 2) return EMPTY
  return change.ranges.length === 0 && change.deletes.length === 0 ? KNOWN : change
}

const readSections = (known: Known, change: Change): Map<number, Section> => {
  const sections = new Map<number, Section>()
  for (let left = reader.count(4); left > 0; left -= 1) {
    const section = readSection(known, change)
    if (sections.has(section.client)) throw new Malformed('names a client twice')
    sections.set(section.client, section)
    if (section.end > section.known) {
      change.ranges.push({ client: section.client, from: section.known, to: section.end })
    }
  }
  return sections
}

const readSection = (known: Known, change: Change): Section => {
  const structs = reader.count(2)
  if (structs === 0) throw new Malformed('has a section without structs')
  const client = reader.uint()
  const start = reader.uint()
  const clock = known.clock(client)
  const section: Section = {
    client,
    known: clock,
    start,
    end: start,
    needs: [],
    met: 0,
    open: false,
  }
  for (let i = 0; i < structs; i += 1) readStruct(section, known, change)
  return section
}

const readStruct = (section: Section, known: Known, change: Change): void => {
  const info = reader.byte()
  const kind = info & STRUCT.kind
  if (info === STRUCT.gc) return grow(section, reader.uint(), true, change)
  if (kind !== STRUCT.string && kind !== STRUCT.deleted)
    throw new Malformed('holds something other than text')
  readOrigins(info, section, known)
  const length = kind === STRUCT.string ? reader.stringLength() : reader.uint()
  grow(section, length, kind === STRUCT.deleted, change)
}

const grow = (section: Section, length: number, deleted: boolean, change: Change): void => {
  if (length === 0) throw new Malformed('holds an empty struct')
  const from = Math.max(section.end, section.known)
  section.end += length
  if (section.end > MAX_CLOCK) throw new Malformed('has a clock that is too large')
  if (deleted && section.end > from)
    change.born.push({ client: section.client, from, to: section.end })
}

/**
 * Reads where an item hangs; also of one that the log has already, since Yjs waits for a missing origin even
 * then. Without an origin it names its parent, which has to be the root text. */
const readOrigins = (info: number, section: Section, known: Known): void => {
  if ((info & STRUCT.hasParentSub) !== 0) throw new Malformed('sets a key, not text')
  if ((info & STRUCT.hasOrigin) !== 0) readOrigin(section, known)
  if ((info & STRUCT.hasRightOrigin) !== 0) readOrigin(section, known)
  if ((info & (STRUCT.hasOrigin | STRUCT.hasRightOrigin)) !== 0) return
  if (reader.uint() !== 1 || !reader.stringIs(ROOT))
    throw new Malformed(`writes elsewhere than in "${ROOT}"`)
}

const readOrigin = (section: Section, known: Known): void => {
  const on = reader.uint()
  const at = reader.uint()
  if (on === section.client) {
    if (at >= section.end) throw new Malformed('has an item that hangs on itself or on a later one')
    return
  }
  if (at >= known.clock(on)) section.needs.push({ clock: section.end, on, at })
}

const gap = (text: string): Refused => ({ kind: 'refused', reason: 'gap', text })

/** R14: nothing starts after a hole, and every need is met inside the update, without a cycle. */
const checkOrder = (sections: Map<number, Section>): Refused | null => {
  let waiting: Section[] = []
  for (const section of sections.values()) {
    if (section.start > section.known) return gap('Updates before this one are missing.')
    if (section.needs.length > 0) waiting.push(section)
  }
  if (waiting.length === 0) return null
  const missing = waiting.some(({ needs }) =>
    needs.some(({ on, at }) => at >= (sections.get(on)?.end ?? 0)),
  )
  if (missing) return gap('It builds on text that is not here yet.')
  if (!resolves(sections, waiting))
    throw new Malformed('has items that hang on each other in a circle')
  return null
}

/** R15: only what exists, in the log or in this update, can be deleted. */
const readDeletes = (
  known: Known,
  sections: Map<number, Section>,
  change: Change,
): Refused | null => {
  for (let clients = reader.count(2); clients > 0; clients -= 1) {
    const client = reader.uint()
    const end = Math.max(known.clock(client), sections.get(client)?.end ?? 0)
    for (let ranges = reader.count(2); ranges > 0; ranges -= 1) {
      const from = reader.uint()
      const to = from + reader.uint()
      if (to === from) throw new Malformed('deletes an empty range')
      if (to > end) return gap('It deletes text that is not here yet.')
      if (!known.deletes(client, from, to)) change.deletes.push({ client, from, to })
    }
  }
  return null
}
