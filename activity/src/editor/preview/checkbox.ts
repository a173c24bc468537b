import type { EditorState, TransactionSpec } from '@codemirror/state'
import { WidgetType } from '@codemirror/view'
import type { EditorView } from '@codemirror/view'
import { element } from '../../ui/dom.ts'

/** The tick of the task whose `[ ]` begins at `at`, turned over; null if there is none any more. */
export const ticked = (state: EditorState, at: number): TransactionSpec | null => {
  const marker = /^\[([ xX])\]$/.exec(state.sliceDoc(at, at + 3))
  if (marker === null || state.readOnly) return null
  const insert = marker[1] === ' ' ? 'x' : ' '
  return { changes: { from: at + 1, to: at + 2, insert }, userEvent: 'input.tick' }
}

/**
 * A real box in the place of `[ ]`. It stays out of the tab order, since Tab leaves the editor: by keyboard, Mod-Enter
 * ticks the task that one is in. Where it stands is asked at the click, as others may have moved it since.
 */
export class Checkbox extends WidgetType {
  readonly #done: boolean
  readonly #label: string
  readonly #locked: boolean

  constructor(done: boolean, label: string, locked: boolean) {
    super()
    this.#done = done
    this.#label = label
    this.#locked = locked
  }

  override eq(other: Checkbox): boolean {
    return (
      this.#done === other.#done && this.#label === other.#label && this.#locked === other.#locked
    )
  }

  override toDOM(view: EditorView): HTMLElement {
    const box = element('input', { type: 'checkbox', class: 'md-checkbox', tabindex: -1 })
    box.addEventListener('change', () => {
      const change = ticked(view.state, view.posAtDOM(box))
      if (change === null) box.checked = !box.checked
      else view.dispatch(change)
    })
    // the caret and the keyboard of a phone stay where they are
    box.addEventListener('mousedown', (event) => event.preventDefault())
    return this.#show(box)
  }

  override updateDOM(dom: HTMLElement): boolean {
    if (!(dom instanceof HTMLInputElement)) return false
    this.#show(dom)
    return true
  }

  override ignoreEvent(): boolean {
    return true
  }

  #show(box: HTMLInputElement): HTMLElement {
    box.checked = this.#done
    box.disabled = this.#locked
    box.setAttribute('aria-label', this.#label)
    return box
  }
}
