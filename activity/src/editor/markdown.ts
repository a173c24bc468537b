import { Compartment } from '@codemirror/state'
import type { EditorState, Extension } from '@codemirror/state'
import { ViewPlugin } from '@codemirror/view'
import type { WritingOptions } from './writing.ts'

const slot = new Compartment()

/**
 * Markdown and all that helps to write it, loaded beside the editor and not before it: together they weigh as much as
 * all the rest, and text can be read and typed without them. Where they can't be loaded, text stays plain.
 */
export const markdown = (options: WritingOptions): Extension => [slot.of([]), loader(options)]

const loader = (options: WritingOptions): Extension =>
  ViewPlugin.define((view) => {
    let gone = false
    const load = async (): Promise<void> => {
      try {
        const { writing } = await import('./writing.ts')
        if (!gone && isEmpty(view.state))
          view.dispatch({ effects: slot.reconfigure(writing(options)) })
      } catch (error) {
        console.warn('Sticky: markdown could not be loaded, text stays plain', error)
      }
    }
    void load()
    return { destroy: () => void (gone = true) }
  })

/** An editor that begins anew with the state that it had brings along what was loaded. */
const isEmpty = (state: EditorState): boolean => {
  const loaded = slot.get(state)
  return Array.isArray(loaded) && loaded.length === 0
}
