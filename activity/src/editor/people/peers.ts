import { EditorSelection, StateEffect } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { layer, RectangleMarker, ViewPlugin } from '@codemirror/view'
import type { EditorView, ViewUpdate } from '@codemirror/view'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { onOthers } from './others.ts'
import { PeerCaret, PeerSelection } from './peer-markers.ts'
import { readPeers } from './positions.ts'
import type { Peer } from './positions.ts'

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
    followed(awareness),
  ]
}

/** Tells the layers when somebody else moved, came or left. */
const followed = (awareness: Awareness): Extension =>
  ViewPlugin.define((view) => {
    const stop = onOthers(awareness, () => view.dispatch({ effects: moved.of(null) }))
    return { destroy: stop }
  })

const hasMoved = ({ transactions }: ViewUpdate): boolean =>
  transactions.some(({ effects }) => effects.some((effect) => effect.is(moved)))

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
