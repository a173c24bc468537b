import { Compartment } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { ViewPlugin } from '@codemirror/view'

const slot = new Compartment()

/**
 * Markdown, loaded beside the editor and not before it: the grammar with the HTML it may contain weighs half as
 * much as all the rest, and text can be read and typed without it. Where it can't be loaded, text stays plain.
 */
export const markdown = (): Extension => [slot.of([]), loader]

const loader = ViewPlugin.define((view) => {
  let gone = false
  const load = async (): Promise<void> => {
    try {
      const { language } = await import('./language.ts')
      if (!gone) view.dispatch({ effects: slot.reconfigure(language()) })
    } catch (error) {
      console.warn('Sticky: markdown could not be loaded, text stays plain', error)
    }
  }
  void load()
  return { destroy: () => void (gone = true) }
})
