import type { Bus, Requests } from '../bus/types.ts'
import { etagOf } from '../store/text.ts'
import type { Readings } from './readings.ts'

/** A document, as what it is wanted: see `preview.html`. */
type Wanted = Omit<Requests['preview.html']['in'], 'plain'>
type HtmlText = Requests['preview.html']['out']

const REMEMBERED = 10_000

/** Texts as HTML; one that takes too long to be read as markdown is shown as it stands (T16). */
export class HtmlTexts {
  readonly #bus: Bus
  readonly #readings: Readings
  /** Texts that took too long: nothing is killed over them again. */
  readonly #unreadable = new Set<string>()

  constructor(bus: Bus, readings: Readings) {
    this.#bus = bus
    this.#readings = readings
  }

  async read(document: Wanted): Promise<HtmlText> {
    const etag = etagOf(document.text)
    const html = await this.#readings.inTurn(async () =>
      this.#unreadable.has(etag)
        ? null
        : this.#readings.read('preview.html', { ...document, plain: false }),
    )
    if (html !== null) return html
    this.#unreadable.add(etag)
    if (this.#unreadable.size > REMEMBERED) this.#unreadable.clear()
    return this.#bus.request('preview.html', { ...document, plain: true })
  }
}
