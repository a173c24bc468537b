const PREFIX = 'sticky.copy.'

/**
 * Which copies are alive in other tabs, told by Web Locks: a lock ends with its tab, however that ends. Without
 * them (an insecure page) all others count as gone: their edits are then sent twice, which Yjs takes, not never.
 */
export const hold = async (id: string): Promise<() => void> => {
  const locks = lockManager()
  if (locks === undefined) return () => {}
  return new Promise((resolve, reject) => {
    const held = (): Promise<void> => new Promise((release) => resolve(release))
    locks.request(PREFIX + id, held).catch(reject)
  })
}

export const living = async (): Promise<Set<string>> => {
  const { held } = (await lockManager()?.query()) ?? {}
  const names = (held ?? []).map(({ name }) => name ?? '')
  return new Set(
    names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length)),
  )
}

/** One tab at a time looks for what others have left. */
export const inTurn = <T>(name: string, run: () => Promise<T>): Promise<T> => {
  const locks = lockManager()
  return locks === undefined ? run() : locks.request(`sticky.opening.${name}`, run)
}

const lockManager = (): LockManager | undefined => (navigator as Partial<Navigator>).locks
