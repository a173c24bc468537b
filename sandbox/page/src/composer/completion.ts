import { optionValues, type Filled, type Usable } from '../../src/wire/command-line.ts'
import { exactValue, type OptionChoice } from './choice.ts'
import type { Connection } from './connection.ts'
import type { Store } from './store.ts'

const PAUSE_MS = 80
const PATIENCE_MS = 800
const BOOLEAN = 5

/** Asks the bot for choices while an option is typed, and remembers what chosen names stand for. */
export class Completion {
  readonly #store: Store
  readonly #connection: Connection
  readonly #known = new Map<string, OptionChoice[]>()
  readonly #chosen = new Map<string, OptionChoice>()
  #release = () => {}
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = { nonce: '', key: '' }

  constructor(store: Store, connection: Connection, onChoices: () => void) {
    this.#store = store
    this.#connection = connection
    store.on('autocomplete', ({ nonce, choices }) => {
      if (nonce !== this.#asked.nonce) return
      this.#known.set(this.#asked.key, choices)
      this.#release()
      onChoices()
    })
  }

  /** The bot's choices for what is typed now; none until it has answered. */
  choicesFor(usable: Usable, filled: Filled[], focused: Filled): OptionChoice[] {
    const options = optionValues(usable, filled, (one) => this.valueOf(one, this.#store), focused)
    const key = JSON.stringify([usable.label, options])
    const known = this.#known.get(key)
    if (!known && this.#asked.key !== key) this.#ask(key, usable, options)
    return known ?? []
  }

  /** Waits for choices that are on their way, so that a name typed in a hurry becomes its value. */
  settled(): Promise<void> {
    const isWaiting = this.#asked.nonce !== '' && !this.#known.has(this.#asked.key)
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
    this.#known.clear()
    this.#asked = { nonce: '', key: '' }
  }

  /** What a text stands for, when it is the name of a choice. */
  valueOf(filled: Filled, store: Store): string | number | undefined {
    if ((filled.option.type as number) === BOOLEAN) return undefined
    const chosen = this.#chosen.get(`${filled.option.name} ${filled.text}`)
    return chosen?.value ?? exactValue(filled, store) ?? this.#offered(filled)
  }

  #offered({ text }: Filled): string | number | undefined {
    const wanted = text.toLowerCase()
    const offered = this.#known.get(this.#asked.key) ?? []
    return offered.find(({ name }) => name.toLowerCase() === wanted)?.value
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
