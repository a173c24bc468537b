import type { LayerMarker, RectangleMarker } from '@codemirror/view'
import { initials, inkOn } from '../../presence/person.ts'
import type { Person } from '../../presence/person.ts'
import { element } from '../../ui/dom.ts'

/** One box of somebody's selection. */
export class PeerSelection implements LayerMarker {
  readonly #box: RectangleMarker
  readonly #color: string

  constructor(box: RectangleMarker, color: string) {
    this.#box = box
    this.#color = color
  }

  eq(other: PeerSelection): boolean {
    return this.#color === other.#color && this.#box.eq(other.#box)
  }

  draw(): HTMLElement {
    const dom = this.#box.draw()
    dom.style.setProperty('--person', this.#color)
    return dom
  }

  update(dom: HTMLElement, old: PeerSelection): boolean {
    dom.style.setProperty('--person', this.#color)
    return this.#box.update(dom, old.#box)
  }
}

/** Somebody's caret with a flag: the whole name after a move, then the initials; never colour alone. */
export class PeerCaret implements LayerMarker {
  readonly #box: RectangleMarker
  readonly #client: number
  readonly #person: Person
  /** The flag hangs to the left, so that it stays on the page. */
  readonly #flipped: boolean

  constructor(box: RectangleMarker, client: number, person: Person, flipped: boolean) {
    this.#box = box
    this.#client = client
    this.#person = person
    this.#flipped = flipped
  }

  eq(other: PeerCaret): boolean {
    return this.#isOf(other) && this.#flipped === other.#flipped && this.#box.eq(other.#box)
  }

  draw(): HTMLElement {
    const { name, color } = this.#person
    const dom = this.#box.draw()
    dom.setAttribute('aria-hidden', 'true')
    dom.style.setProperty('--person', color)
    dom.style.setProperty('--ink', inkOn(color))
    dom.append(
      element('span', { class: 'peer-initials' }, [initials(name)]),
      element('span', { class: 'peer-name' }, [name]),
    )
    dom.classList.toggle('peer-caret-flipped', this.#flipped)
    return dom
  }

  update(dom: HTMLElement, old: PeerCaret): boolean {
    if (!this.#isOf(old) || !this.#box.update(dom, old.#box)) return false
    dom.classList.toggle('peer-caret-flipped', this.#flipped)
    // the name is shown again for a while
    for (const animation of dom.getAnimations({ subtree: true })) animation.currentTime = 0
    return true
  }

  #isOf(other: PeerCaret): boolean {
    const { name, color } = other.#person
    return (
      this.#client === other.#client && this.#person.name === name && this.#person.color === color
    )
  }
}
