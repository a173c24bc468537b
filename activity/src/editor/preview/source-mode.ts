import { StateEffect, StateField } from '@codemirror/state'
import type { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

const switched = StateEffect.define<boolean>()

/** Whether every character of the markdown is shown as it is. */
export const sourceMode = StateField.define<boolean>({
  create: () => false,
  update: (on, { effects }) => effects.find((effect) => effect.is(switched))?.value ?? on,
  provide: (field) => [
    EditorView.editorAttributes.from(field, (on) => ({ class: on ? 'md-source' : 'md-preview' })),
  ],
})

export const showsSource = (state: EditorState): boolean => state.field(sourceMode, false) ?? false

/** Switches between live preview and source, and says which it is now. */
export const switchSource = (view: EditorView): boolean => {
  const on = !showsSource(view.state)
  const said = EditorView.announce.of(on ? 'Markdown source' : 'Live preview')
  view.dispatch({ effects: [switched.of(on), said] })
  return true
}
