import { h } from '../dom/dom.ts'
import { Listbox, type ListboxGroup, type ListboxItem } from '../dom/listbox.ts'

/** The list above the message box: commands, or choices for an option. Driven by the box's keys. */
export class Picker {
  readonly element: HTMLElement
  readonly #input: HTMLElement
  readonly #list: Listbox
  readonly #status = h('p', { className: 'picker-status', attrs: { role: 'status' } })

  constructor(input: HTMLElement) {
    this.#input = input
    this.#list = new Listbox(input, 'Suggestions')
    this.element = h('div', { className: 'picker', hidden: true }, this.#list.element, this.#status)
  }

  get isOpen(): boolean {
    return !this.element.hidden
  }

  get active(): ListboxItem | undefined {
    return this.#list.active
  }

  get first(): ListboxItem | undefined {
    return this.#list.first
  }

  /** `active`: the line that Enter takes at once; -1 for none, so that Enter keeps its meaning. */
  show(groups: ListboxGroup[], active: number): void {
    this.#list.show(groups, active)
    this.#status.textContent = ''
    this.#setOpen(!this.#list.isEmpty)
  }

  /** Says in the place of lines why there are none. */
  say(text: string): void {
    this.#list.show([], -1)
    this.#status.textContent = text
    this.#setOpen(true)
  }

  hide(): void {
    this.show([], -1)
  }

  move(step: 1 | -1): void {
    this.#list.move(step)
  }

  #setOpen(isOpen: boolean): void {
    this.element.hidden = !isOpen
    this.#input.ariaExpanded = String(isOpen)
  }
}
