import { syntaxTree } from '@codemirror/language'
import { searchPanelOpen } from '@codemirror/search'
import { StateEffect } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { Decoration, ViewPlugin } from '@codemirror/view'
import type { DecorationSet, EditorView, PluginValue, ViewUpdate } from '@codemirror/view'
import { marks } from './marks.ts'
import type { Touched } from './marks.ts'
import { showsSource, sourceMode } from './source-mode.ts'

/**
 * Markdown looks like what it means, except where one writes. Nothing changes its place while the mouse is down or
 * an input method composes: the drawing is held then, and only moves along with the text.
 */
export const preview = (): Extension => [sourceMode, plugin]

const released = StateEffect.define()

class Preview implements PluginValue {
  drawn: DecorationSet
  readonly #view: EditorView
  readonly #ties = new AbortController()
  #pressed = false

  constructor(view: EditorView) {
    this.#view = view
    this.drawn = draw(view)
    const { signal } = this.#ties
    const options = { signal, capture: true }
    const page = view.dom.ownerDocument
    view.contentDOM.addEventListener('mousedown', () => (this.#pressed = true), options)
    page.addEventListener('mouseup', () => this.#release(), options)
    page.addEventListener('dragend', () => this.#release(), options)
    // CodeMirror takes in what was composed before the next frame
    view.contentDOM.addEventListener('compositionend', () => this.#later(), { signal })
  }

  update(update: ViewUpdate): void {
    if (this.#pressed || update.view.composing || update.view.compositionStarted)
      this.drawn = this.drawn.map(update.changes)
    else if (isOther(update)) this.drawn = draw(update.view)
  }

  destroy(): void {
    this.#ties.abort()
  }

  #release(): void {
    if (!this.#pressed) return
    this.#pressed = false
    this.#later()
  }

  #later(): void {
    requestAnimationFrame(() => {
      if (!this.#ties.signal.aborted) this.#view.dispatch({ effects: released.of(null) })
    })
  }
}

const plugin = ViewPlugin.fromClass(Preview, { decorations: ({ drawn }) => drawn })

const draw = (view: EditorView): DecorationSet =>
  showsSource(view.state) ? Decoration.none : marks(view.state, view.visibleRanges, touched(view))

/** Who only reads, or is elsewhere on the page, touches nothing. */
const touched = ({ state, hasFocus }: EditorView): Touched => {
  const writes = !state.readOnly && (hasFocus || searchPanelOpen(state))
  const { ranges } = state.selection
  return (from, to) => writes && ranges.some((range) => range.from <= to && range.to >= from)
}

const isOther = (update: ViewUpdate): boolean =>
  update.docChanged ||
  update.viewportChanged ||
  update.selectionSet ||
  update.focusChanged ||
  update.startState.readOnly !== update.state.readOnly ||
  showsSource(update.startState) !== showsSource(update.state) ||
  syntaxTree(update.startState) !== syntaxTree(update.state) ||
  update.transactions.some(({ effects }) => effects.some((effect) => effect.is(released)))
