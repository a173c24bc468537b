import type { Log } from '../../src/store/types.ts'

/** What must not happen in a test. */
export const never = (): never => {
  throw new Error('this should not be asked for here')
}

/** A log that nobody may ask; a test puts in what it expects to be asked. */
export const untouchedLog: Log = {
  append: never,
  head: never,
  read: never,
  load: never,
  quarantine: never,
  trim: never,
  find: never,
}
