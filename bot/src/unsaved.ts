/**
 * What somebody typed was not saved, because of its `cause`: they are told that, and get it back.
 * `again`: the id of what lets them try again, if there is such a thing.
 */
export class Unsaved extends Error {
  readonly typed: string
  readonly again: string | null

  constructor(typed: string, cause: unknown, again: string | null) {
    super('what was typed was not saved', { cause })
    this.name = 'Unsaved'
    this.typed = typed
    this.again = again
  }
}

/** Does the work that `typed` is for. Throws {@link Unsaved} for whatever that throws: nobody types it again. */
export const keeping = async <T>(
  typed: string,
  work: () => Promise<T>,
  again: string | null = null,
): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (typed.trim() === '' && again === null) throw error
    throw new Unsaved(typed, error, again)
  }
}
