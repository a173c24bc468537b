import { ApplicationCommandOptionType as Option } from 'discord-api-types/v10'
import { optionValues, type Filled, type Usable } from '../../../src/wire/command-line.ts'
import type { Connection } from '../session/connection.ts'
import type { Store } from '../session/store.ts'
import { exactValue, type OptionChoice } from './option-choices.ts'

const PAUSE_MS = 80
const PATIENCE_MS = 800

/** What the bot offers for what is typed: on its way, not to be had, or there. */
export type Offer =
  | { kind: 'loading' }
  | { kind: 'failed' }
  | { kind: 'known'; choices: OptionChoice[] }

/** Asks the bot for choices while an option is typed, and remembers what chosen names stand for. */
export class Completion {
  readonly #store: Store
  readonly #connection: Connection
  readonly #offers = new Map<string, Offer>()
  readonly #chosen = new Map<string, OptionChoice>()
  #release = () => {}
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = { nonce: '', key: '' }

  constructor(store: Store, connection: Connection, onOffer: () => void) {
    this.#store = store
    this.#connection = connection
    const settle = (nonce: string, offer: Offer) => {
      if (nonce !== this.#asked.nonce) return
      this.#offers.set(this.#asked.key, offer)
      this.#release()
      onOffer()
    }
    store.on('autocomplete', ({ nonce, choices }) => settle(nonce, { kind: 'known', choices }))
    store.on('interaction', ({ nonce, outcome }) => {
      if (outcome === 'failed') settle(nonce, { kind: 'failed' })
    })
  }

  /** The bot's choices for what is typed now. */
  offerFor(usable: Usable, filled: Filled[], focused: Filled): Offer {
    const options = optionValues(usable, filled, (one) => this.valueOf(one), focused)
    const key = JSON.stringify([usable.label, options])
    const offer = this.#offers.get(key)
    if (!offer && this.#asked.key !== key) this.#ask(key, usable, options)
    return offer ?? { kind: 'loading' }
  }

  /** Waits for choices that are on their way, so that a name typed in a hurry becomes its value. */
  settled(): Promise<void> {
    const isWaiting = this.#asked.nonce !== '' && !this.#offers.has(this.#asked.key)
    if (!isWaiting) return Promise.resolve()
    return new Promise((resolve) => {
      this.#release = resolve
      setTimeout(resolve, PATIENCE_MS)
    })
  }

  remember(option: string, choice: OptionChoice): void {
    this.#chosen.set(`${option} ${choice.name}`, choice)
  }

  /** After a command was sent: what there is to choose may have changed. */
  forget(): void {
    this.#offers.clear()
    this.#asked = { nonce: '', key: '' }
  }

  /** What a text stands for, when it is the name of a choice. */
  valueOf(filled: Filled): string | number | undefined {
    if (filled.option.type === Option.Boolean) return undefined
    const chosen = this.#chosen.get(`${filled.option.name} ${filled.text}`)
    return chosen?.value ?? exactValue(filled, this.#store) ?? this.#offered(filled)
  }

  #offered({ option, text }: Filled): string | number | undefined {
    const offer = this.#offers.get(this.#asked.key)
    const isOffered = 'autocomplete' in option && option.autocomplete
    if (offer?.kind !== 'known' || !isOffered) return undefined
    const wanted = text.toLowerCase()
    return offer.choices.find(({ name }) => name.toLowerCase() === wanted)?.value
  }

  #ask(key: string, usable: Usable, options: ReturnType<typeof optionValues>): void {
    const nonce = crypto.randomUUID()
    this.#asked = { nonce, key }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const { channelId } = this.#store
      const use = { nonce, channelId, commandId: usable.command.id, options }
      this.#connection.send({ type: 'complete', ...use })
    }, PAUSE_MS)
  }
}
