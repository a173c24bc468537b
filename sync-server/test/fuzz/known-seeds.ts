/** Seeds that once found something, with what it was; they are run for ever. */
export const KNOWN_SEEDS: readonly number[] = []
