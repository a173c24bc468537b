import type { Extension } from '@codemirror/state'
import { ViewPlugin } from '@codemirror/view'
import type { EditorView } from '@codemirror/view'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'

/**
 * Publishes where this person is as `cursor {anchor, head}`, relative to the text's characters, so that it stays
 * right while others type. Must stand after the binding: a position means the shared text after the edit.
 */
export const ownCursor = (text: Y.Text, awareness: Awareness): Extension => {
  const publish = (view: EditorView): void => {
    if (!view.hasFocus) return
    const { anchor, head } = view.state.selection.main
    const cursor = { anchor: relative(text, anchor), head: relative(text, head) }
    const before: unknown = awareness.getLocalState()?.['cursor']
    if (JSON.stringify(before) !== JSON.stringify(cursor))
      awareness.setLocalStateField('cursor', cursor)
  }
  return ViewPlugin.define(() => ({
    update: ({ view, selectionSet, docChanged, focusChanged }) => {
      if (selectionSet || docChanged || focusChanged) publish(view)
    },
  }))
}

const relative = (text: Y.Text, index: number): unknown =>
  Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index))
