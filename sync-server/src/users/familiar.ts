/** How long an address is remembered after it was last right, ms; how many for one key, and of how many keys. */
const LIFE = 30 * 24 * 3_600_000
const MOST_ADDRESSES = 8
const MOST_KEYS = 20_000

/**
 * From where what is called `key`, an account say, was opened lately (T15). Kept in memory: a restart forgets. For each
 * key only the newest addresses, so that nobody drives out others' by their own; of too many keys the oldest go.
 */
export class Familiar {
  readonly #seen = new Map<string, Map<string, number>>()

  has(key: string, address: string): boolean {
    const at = this.#seen.get(key)?.get(address)
    return at !== undefined && Date.now() - at < LIFE
  }

  add(key: string, address: string): void {
    const addresses = this.#seen.get(key) ?? new Map<string, number>()
    putLast(addresses, address, Date.now(), MOST_ADDRESSES)
    putLast(this.#seen, key, addresses, MOST_KEYS)
  }
}

/** The oldest come first, and go first. */
const putLast = <T>(map: Map<string, T>, key: string, value: T, most: number): void => {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > most && oldest !== undefined) map.delete(oldest)
}
