import { EditorSelection, StateEffect } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { layer, RectangleMarker, ViewPlugin } from '@codemirror/view'
import type { EditorView, ViewUpdate } from '@codemirror/view'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { readPerson } from '../presence/person.ts'
import type { Person } from '../presence/person.ts'
import { PeerCaret, PeerSelection } from './peer-markers.ts'

type Peer = { client: number; person: Person; anchor: number; head: number }

const moved = StateEffect.define()

/**
 * Where others are: carets with names above the text, selections below it. They lie in layers of their own, so
 * nothing is inserted into the content: input methods, copying and screen readers do not meet them.
 */
export const peers = (text: Y.Text, awareness: Awareness): Extension => {
  const all = (view: EditorView): Peer[] => readPeers(view, text, awareness)
  const update = (change: ViewUpdate): boolean => change.docChanged || hasMoved(change)
  return [
    layer({
      above: false,
      class: 'peer-selections',
      update,
      markers: (view) => all(view).flatMap(selection(view)),
    }),
    layer({
      above: true,
      class: 'peer-carets',
      update,
      markers: (view) => all(view).flatMap(caret(view)),
    }),
    follow(awareness),
  ]
}

/** Tells the layers when somebody else moved, came or left. */
const follow = (awareness: Awareness): Extension =>
  ViewPlugin.define((view) => {
    const changed = ({
      added,
      updated,
      removed,
    }: {
      [kind: string]: number[] | undefined
    }): void => {
      const others = [added, updated, removed].flat().some((id) => id !== awareness.clientID)
      if (others) view.dispatch({ effects: moved.of(null) })
    }
    awareness.on('change', changed)
    return { destroy: () => awareness.off('change', changed) }
  })

const hasMoved = ({ transactions }: ViewUpdate): boolean =>
  transactions.some(({ effects }) => effects.some((effect) => effect.is(moved)))

const readPeers = (view: EditorView, text: Y.Text, awareness: Awareness): Peer[] => {
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

const selection =
  (view: EditorView) =>
  ({ person, anchor, head }: Peer): PeerSelection[] => {
    if (anchor === head) return []
    const range = EditorSelection.range(anchor, head)
    const boxes = RectangleMarker.forRange(view, 'peer-selection', range)
    return boxes.map((box) => new PeerSelection(box, person.color))
  }

const caret =
  (view: EditorView) =>
  ({ client, person, head }: Peer): PeerCaret[] => {
    const boxes = RectangleMarker.forRange(view, 'peer-caret', EditorSelection.cursor(head))
    const middle = view.scrollDOM.clientWidth / 2
    return boxes.map((box) => new PeerCaret(box, client, person, box.left > middle))
  }
