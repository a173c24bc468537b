import { fill, h, icon } from './dom.ts'
import { ICONS } from './icons.ts'

/** A line to choose. */
export interface ListboxItem {
  label: string
  /** What goes with it, beside the label. */
  detail?: string | undefined
  /** More about it, behind the label or below it. */
  hint?: string | undefined
  picture?: Node | undefined
  isChosen?: boolean
  isDisabled?: boolean
  choose: () => void
}

export interface ListboxGroup {
  title?: string
  picture?: Node
  items: ListboxItem[]
}

let count = 0

/** Lines to choose from, driven by the keys of an input that keeps the focus. */
export class Listbox {
  readonly element: HTMLElement
  readonly #input: HTMLElement
  readonly #id = `listbox-${(count += 1)}`
  #items: ListboxItem[] = []
  #lines: HTMLElement[] = []
  #active = -1

  constructor(input: HTMLElement, label: string) {
    this.#input = input
    this.element = h('div', {
      id: this.#id,
      className: 'listbox',
      ariaLabel: label,
      attrs: { role: 'listbox' },
    })
    input.setAttribute('aria-autocomplete', 'list')
    input.setAttribute('aria-controls', this.#id)
  }

  get active(): ListboxItem | undefined {
    return this.#items[this.#active]
  }

  get first(): ListboxItem | undefined {
    return this.#items[0]
  }

  get isEmpty(): boolean {
    return this.#items.length === 0
  }

  /** `active`: the line that Enter takes at once; -1 for none. */
  show(groups: ListboxGroup[], active: number): void {
    this.#items = groups.flatMap((group) => group.items)
    this.#lines = this.#items.map((item, index) => this.#line(item, index))
    let taken = 0
    const drawn = groups.map((group) => {
      const lines = this.#lines.slice(taken, (taken += group.items.length))
      return groupElement(group, lines)
    })
    fill(this.element, ...drawn)
    this.#activate(Math.min(active, this.#items.length - 1))
  }

  move(step: 1 | -1): void {
    const { length } = this.#items
    if (length === 0) return
    const from = this.#active === -1 && step === -1 ? 0 : this.#active
    this.#activate((from + step + length) % length)
  }

  #activate(index: number): void {
    this.#active = index
    for (const [i, line] of this.#lines.entries()) line.classList.toggle('active', i === index)
    const active = this.#lines[index]
    if (active) this.#input.setAttribute('aria-activedescendant', active.id)
    else this.#input.removeAttribute('aria-activedescendant')
    active?.scrollIntoView({ block: 'nearest' })
  }

  #line(item: ListboxItem, index: number): HTMLElement {
    return h(
      'div',
      {
        id: `${this.#id}-${index}`,
        className: 'option',
        attrs: {
          role: 'option',
          'aria-selected': String(item.isChosen ?? false),
          'aria-disabled': item.isDisabled ? 'true' : null,
        },
        on: {
          // The input keeps the focus.
          mousedown: (event) => event.preventDefault(),
          mousemove: () => {
            if (this.#active !== index) this.#activate(index)
          },
          click: () => {
            if (!item.isDisabled) item.choose()
          },
        },
      },
      item.picture,
      h('span', { className: 'option-label' }, item.label),
      item.detail !== undefined && h('span', { className: 'option-detail' }, item.detail),
      item.hint !== undefined && h('span', { className: 'option-hint' }, item.hint),
      item.isChosen === true && icon(ICONS.check),
    )
  }
}

function groupElement({ title, picture }: ListboxGroup, lines: HTMLElement[]): HTMLElement {
  const name = title === undefined ? null : title
  const attrs = name === null ? {} : { role: 'group', 'aria-label': name }
  return h(
    'div',
    { className: 'option-group', attrs },
    name !== null && h('p', { className: 'option-title', ariaHidden: 'true' }, picture, name),
    ...lines,
  )
}
