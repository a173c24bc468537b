import { StickyError } from '@sticky/shared/errors'
import type { Bus, Requests } from '../bus/types.ts'
import { etagOf } from '../store/text.ts'

/** A document, as what it is wanted: see `preview.html`. */
type Wanted = Omit<Requests['preview.html']['in'], 'plain'>
type HtmlText = Requests['preview.html']['out']

/** A text that takes longer to be read as markdown is shown as it stands: its reader is killed, ms (T16). */
const READ_LIMIT = 3_000
const REMEMBERED = 10_000

/** How often a text is read whose reader ended for another's sake. */
const ATTEMPTS = 3

/**
 * Texts as HTML, read where that can be killed: one at a time, so that the time one takes is its own and nobody's text
 * is given up for another's.
 */
export class HtmlTexts {
  readonly #bus: Bus
  /** Texts that took too long: nothing is killed over them again. */
  readonly #unreadable = new Set<string>()
  #before: Promise<unknown> = Promise.resolve()

  constructor(bus: Bus) {
    this.#bus = bus
  }

  async read(document: Wanted): Promise<HtmlText> {
    const etag = etagOf(document.text)
    const reading = this.#before.then(() =>
      this.#unreadable.has(etag) ? null : this.#tryToRead(document),
    )
    this.#before = reading.catch(() => {})
    const html = await reading
    if (html !== null) return html
    this.#unreadable.add(etag)
    if (this.#unreadable.size > REMEMBERED) this.#unreadable.clear()
    return this.#bus.request('preview.html', { ...document, plain: true })
  }

  /** Null when it takes too long. */
  async #tryToRead(document: Wanted): Promise<HtmlText | null> {
    for (let attempt = 1; ; attempt += 1) {
      const began = performance.now()
      try {
        return await this.#bus.request('preview.html', { ...document, plain: false }, READ_LIMIT)
      } catch (error) {
        if (!(error instanceof StickyError && error.code === 'unavailable')) throw error
        const isStuck = performance.now() - began >= READ_LIMIT
        if (isStuck) this.#bus.publish('preview.stuck', null)
        if (isStuck || attempt === ATTEMPTS) return null
      }
    }
  }
}
