import type { EditorView } from '@codemirror/view'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { readPerson } from '../../presence/person.ts'
import type { Person } from '../../presence/person.ts'

/** Somebody's caret in the text. */
export type Peer = { client: number; person: Person; anchor: number; head: number }

/** Where all the others are. */
export const readPeers = (view: EditorView, text: Y.Text, awareness: Awareness): Peer[] => {
  const found: Peer[] = []
  for (const [client, state] of awareness.getStates()) {
    const person = client === awareness.clientID ? null : readPerson(state)
    const cursor: unknown = state['cursor']
    if (person === null || typeof cursor !== 'object' || cursor === null) continue
    const anchor = position(view, text, (cursor as { anchor?: unknown }).anchor)
    const head = position(view, text, (cursor as { head?: unknown }).head)
    if (anchor !== null && head !== null) found.push({ client, person, anchor, head })
  }
  return found
}

/** Anybody may publish any JSON as a cursor: what is no position in this text is nowhere. */
const position = (view: EditorView, text: Y.Text, json: unknown): number | null => {
  if (text.doc === null || typeof json !== 'object' || json === null) return null
  try {
    const relative = Y.createRelativePositionFromJSON(json)
    const absolute = Y.createAbsolutePositionFromRelativePosition(relative, text.doc)
    if (absolute === null || absolute.type !== text) return null
    return Math.min(absolute.index, view.state.doc.length)
  } catch {
    return null
  }
}
