import { Compartment } from '@codemirror/state'
import type { Extension, StateEffect } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

const label = new Compartment()

const named = (title: string): Extension => EditorView.contentAttributes.of({ 'aria-label': title })

/** The document's title is the accessible name of the text box. */
export const titled = (title: string): Extension => label.of(named(title))

/** Dispatch this when the title is known or changes. */
export const retitle = (title: string): StateEffect<unknown> => label.reconfigure(named(title))
