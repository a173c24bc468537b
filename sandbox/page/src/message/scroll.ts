import { fill, h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'

const NEAR_BOTTOM_PX = 120

/**
 * Stays at the bottom through new messages, arriving pictures and a changing window, until somebody
 * scrolls up; then it says what came in meanwhile.
 */
export class Scroll {
  readonly element: HTMLElement
  /** Leads to the newest messages. */
  readonly news: HTMLButtonElement
  #isStuck = true
  #top = 0
  #count = 0

  constructor(log: HTMLElement) {
    this.element = h(
      'div',
      {
        className: 'scroller',
        tabIndex: 0,
        ariaLabel: 'Message history',
        attrs: { role: 'group' },
        on: { scroll: () => this.#onScroll(), keydown: (event) => this.#onKey(event, log) },
      },
      log,
    )
    this.news = h('button', {
      type: 'button',
      className: 'news',
      hidden: true,
      on: { click: () => this.toBottom() },
    })
    const sizes = new ResizeObserver(() => this.#follow())
    for (const part of [this.element, log]) sizes.observe(part)
  }

  toBottom(): void {
    this.#isStuck = true
    this.#setCount(0)
    this.#follow()
  }

  /** Something was added at the bottom; what one says oneself is always shown. */
  grown(isMine: boolean): void {
    if (isMine || this.#isStuck) return this.toBottom()
    return this.#setCount(this.#count + 1)
  }

  #follow(): void {
    if (this.#isStuck) this.element.scrollTop = this.element.scrollHeight
  }

  #onScroll(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.element
    const isNear = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX
    // A picture that has just arrived makes the way longer, which nobody has asked for.
    const isUp = scrollTop < this.#top
    this.#top = scrollTop
    if (isNear) this.#setCount(0)
    if (isNear || isUp) this.#isStuck = isNear
  }

  #setCount(count: number): void {
    this.#count = count
    this.news.hidden = count === 0
    const text = count === 1 ? '1 new message' : `${count} new messages`
    fill(this.news, text, icon(ICONS.down))
  }

  /** Up and down go from message to message. */
  #onKey(event: KeyboardEvent, log: HTMLElement): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    const { target } = event
    const isOnMessage = target instanceof HTMLElement && target.localName === 'article'
    if (step === undefined || (target !== this.element && !isOnMessage)) return
    event.preventDefault()
    const articles = [...log.querySelectorAll<HTMLElement>('article')]
    const from = isOnMessage ? articles.indexOf(target) : articles.length
    const next = articles[from + step]
    next?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: 'nearest' })
  }
}
