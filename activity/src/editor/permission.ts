import { Compartment, EditorState } from '@codemirror/state'
import type { Extension, StateEffect } from '@codemirror/state'
import { EditorView, placeholder } from '@codemirror/view'
import { ySyncAnnotation } from 'y-codemirror.next'

const permission = new Compartment()

/**
 * Who may not write gets no caret either: `readOnly` alone leaves the content editable for the browser, and a
 * screen reader still says "edit". It stays in the tab order, for scrolling and copying by keyboard. Not every command
 * asks whether it may write (lang-markdown's do not), so only what others write gets into the text.
 */
const rules = (mayEdit: boolean): Extension =>
  mayEdit
    ? placeholder('Write something…')
    : [
        placeholder('Nothing is written here yet.'),
        EditorState.readOnly.of(true),
        EditorState.changeFilter.of((change) => change.annotation(ySyncAnnotation) !== undefined),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ tabindex: '0', 'aria-readonly': 'true' }),
      ]

export const permitted = (mayEdit: boolean): Extension => permission.of(rules(mayEdit))

/** Dispatch this to change it while people look. */
export const permit = (mayEdit: boolean): StateEffect<unknown> =>
  permission.reconfigure(rules(mayEdit))

/** … and this with it, for those who do not see the badge. */
export const permitSaid = (mayEdit: boolean): StateEffect<string> =>
  EditorView.announce.of(
    mayEdit ? 'You may write in this document now.' : 'You may only view this document now.',
  )
