import { fill, h } from './dom.ts'

/** A line of the picker and what choosing it does. */
export interface PickerItem {
  label: string
  hint: string
  choose: () => void
}

/** The list above the message box: commands, or choices for an option. Driven by the box's keys. */
export class Picker {
  readonly element: HTMLElement
  readonly #input: HTMLElement
  readonly #list: HTMLElement
  readonly #title: HTMLElement
  #items: PickerItem[] = []
  #active = -1

  constructor(input: HTMLElement) {
    this.#input = input
    this.#title = h('p', { className: 'picker-title', id: 'picker-title' })
    const attrs = { role: 'listbox', 'aria-labelledby': 'picker-title' }
    this.#list = h('div', { id: 'picker', attrs })
    this.element = h('div', { className: 'picker', hidden: true }, this.#title, this.#list)
    input.setAttribute('aria-autocomplete', 'list')
    input.setAttribute('aria-controls', 'picker')
  }

  get isOpen(): boolean {
    return !this.element.hidden
  }

  get active(): PickerItem | undefined {
    return this.#items[this.#active]
  }

  get first(): PickerItem | undefined {
    return this.#items[0]
  }

  /** `active`: the line that Enter takes at once; -1 for none, so that Enter keeps its meaning. */
  show(title: string, items: PickerItem[], active: number): void {
    this.#items = items
    this.#active = items.length === 0 ? -1 : active
    this.element.hidden = items.length === 0
    this.#title.textContent = title
    this.#draw()
  }

  hide(): void {
    this.show('', [], -1)
  }

  move(step: 1 | -1): void {
    const count = this.#items.length
    const from = this.#active === -1 && step === -1 ? 0 : this.#active
    this.#active = (from + step + count) % count
    this.#draw()
  }

  #draw(): void {
    fill(this.#list, ...this.#items.map((item, index) => this.#line(item, index)))
    const active = this.#list.children[this.#active]
    if (active) this.#input.setAttribute('aria-activedescendant', active.id)
    else this.#input.removeAttribute('aria-activedescendant')
    active?.scrollIntoView({ block: 'nearest' })
  }

  #line(item: PickerItem, index: number): HTMLElement {
    return h(
      'div',
      {
        id: `picker-${index}`,
        className: 'picker-item',
        attrs: { role: 'option', 'aria-selected': String(index === this.#active) },
        on: {
          // The box keeps the focus.
          mousedown: (event) => event.preventDefault(),
          click: () => item.choose(),
        },
      },
      h('span', { className: 'picker-label' }, item.label),
      h('span', { className: 'picker-hint' }, item.hint),
    )
  }
}
