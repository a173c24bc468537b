import { EditorState, Prec } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { EditorView, keymap, ViewPlugin } from '@codemirror/view'
import type { Command, KeyBinding, ViewUpdate } from '@codemirror/view'
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next'
import * as Y from 'yjs'

/**
 * Binds the editor to the shared text. Undo takes back one's own edits only: the manager follows nothing but
 * what the binding itself writes. No awareness is passed, so y-codemirror draws no carets: its widgets stand in
 * the text, where input methods and screen readers meet them (see `peers.ts`).
 */
export const collaboration = (text: Y.Text): Extension => {
  const undoManager = new Y.UndoManager(text)
  return [
    steps(undoManager),
    yCollab(text, null, { undoManager }),
    Prec.high(keymap.of(KEYS)),
    // positions in the editor and in the shared text must be the same, so `\r` is a character like any other …
    EditorState.lineSeparator.of('\n'),
    // … and what is pasted from Windows brings none
    EditorView.clipboardInputFilter.of((pasted) => pasted.replaceAll(/\r\n?/g, '\n')),
  ]
}

/**
 * Typing becomes one step of undo with what is typed right before; these are steps of their own. Must stand before the
 * binding, which writes the change into the shared text.
 */
const steps = (undoManager: Y.UndoManager): Extension => {
  let apart = false
  const update = ({ docChanged, transactions }: ViewUpdate): void => {
    if (!docChanged) return
    const isOwn = transactions.some((transaction) => transaction.isUserEvent('input'))
    const isStep = transactions.some((transaction) =>
      STEPS.some((event) => transaction.isUserEvent(event)),
    )
    if (isStep || (isOwn && apart)) undoManager.stopCapturing()
    if (isOwn) apart = isStep
  }
  return ViewPlugin.define(() => ({ update }))
}

const STEPS = [
  'input.paste',
  'input.drop',
  'input.complete',
  'input.format',
  'input.tick',
  'input.replace',
]

/** The undo manager writes into the shared text by itself; `readOnly` alone would not stop it. */
const KEYS = yUndoManagerKeymap.map((binding: KeyBinding): KeyBinding => ({
  ...binding,
  run: (view) => view.state.readOnly || (binding.run?.(view) ?? false),
}))

const commandOf = (key: string): Command =>
  KEYS.find((binding) => binding.key === key)?.run ?? (() => false)

export const undo: Command = commandOf('Mod-z')
export const redo: Command = commandOf('Mod-Shift-z')
