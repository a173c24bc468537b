import type { Log } from '../../src/store/types.ts'

type HeldCommit = { isHeld: () => boolean; go: () => void; fail: () => void }

/** The next commit takes until it is told to go on, or to fail. */
export const holdCommit = (log: Log): HeldCommit => {
  const append = log.append.bind(log)
  let go = (): void => {}
  let fail = (): void => {}
  log.append = async (batch) => {
    log.append = append
    await new Promise<void>((resolve, reject) => {
      go = resolve
      fail = () => reject(new Error('the disk is full (on purpose)'))
    })
    return append(batch)
  }
  return { isHeld: () => log.append === append, go: () => go(), fail: () => fail() }
}
