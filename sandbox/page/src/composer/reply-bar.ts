import type { PageMessage } from '../../../src/wire/control.ts'
import { fill, h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import type { Store } from '../session/store.ts'

/** Says to which message the next one is an answer. */
export class ReplyBar {
  readonly element = h('div', { className: 'reply-bar', hidden: true })
  readonly #store: Store
  #message: PageMessage | null = null

  constructor(store: Store) {
    this.#store = store
    store.on('reply', (message) => this.#set(message))
    store.on('channel', () => this.#set(null))
    store.on('message-delete', (id) => {
      if (id === this.#message?.id) this.#set(null)
    })
  }

  get messageId(): string | undefined {
    return this.#message?.id
  }

  #set(message: PageMessage | null): void {
    this.#message = message
    this.element.hidden = message === null
    if (!message) return
    const name = this.#store.person(message.author.id)?.name ?? message.author.username
    fill(
      this.element,
      h('span', {}, 'Replying to ', h('strong', {}, name)),
      h(
        'button',
        {
          type: 'button',
          className: 'tool',
          ariaLabel: 'Cancel reply',
          on: { click: () => this.#store.replyTo(null) },
        },
        icon(ICONS.close),
      ),
    )
  }
}
