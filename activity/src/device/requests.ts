/** What a request answers, as a promise. */
export const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('no answer')))
  })

/** Resolves when the transaction is on the device; refused when it was undone (no room, a fault). */
export const done = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = (): void => reject(transaction.error ?? new Error('undone'))
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', fail)
    transaction.addEventListener('error', fail)
  })

/** All entries of a range with their keys, in the order of the keys. */
export const entries = async <K, V>(
  store: IDBObjectStore,
  range: IDBKeyRange,
): Promise<{ key: K; value: V }[]> => {
  const keys = answer(store.getAllKeys(range))
  const values = answer<unknown[]>(store.getAll(range))
  const [found, all] = await Promise.all([keys, values])
  return found.map((key, i) => ({ key: key as K, value: all[i] as V }))
}

/** Every key that begins with these parts: an array sorts after every string and number. */
export const under = (...parts: (string | number)[]): IDBKeyRange =>
  IDBKeyRange.bound(parts, [...parts, []])
