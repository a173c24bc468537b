import { EditorState, Prec } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import type { KeyBinding } from '@codemirror/view'
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next'
import * as Y from 'yjs'

/**
 * Binds the editor to the shared text. Undo takes back one's own edits only: the manager follows nothing but
 * what the binding itself writes. No awareness is passed, so y-codemirror draws no carets: its widgets stand in
 * the text, where input methods and screen readers meet them (see `peers.ts`).
 */
export const collaboration = (text: Y.Text): Extension => [
  yCollab(text, null, { undoManager: new Y.UndoManager(text) }),
  Prec.high(keymap.of(yUndoManagerKeymap.map(unlessReadOnly))),
  // positions in the editor and in the shared text must be the same, so `\r` is a character like any other …
  EditorState.lineSeparator.of('\n'),
  // … and what is pasted from Windows brings none
  EditorView.clipboardInputFilter.of((pasted) => pasted.replaceAll(/\r\n?/g, '\n')),
]

/** The undo manager writes into the shared text by itself; `readOnly` alone would not stop it. */
const unlessReadOnly = (binding: KeyBinding): KeyBinding => ({
  ...binding,
  run: (view) => view.state.readOnly || (binding.run?.(view) ?? false),
})
