import { StickyError } from '@sticky/shared/errors'
import { Attempts } from './attempts.ts'
import { checkPassword } from './passwords.ts'

const MINUTE = 60_000
/** Wrong passwords for one account or link, wherever they come from: 720 a day. */
const FOR_ONE = { most: 30, window: 60 * MINUTE }
/** Wrong passwords from one address, for whatever they are. */
const FROM_ADDRESS = { most: 20, window: 15 * MINUTE }

/** A password that somebody at `address` says opens what is called `key`, an account or a link. */
export type Guess = { key: string; address: string; password: string }

/** Looks at passwords, and at no more of them than bear guessing (T15). */
export class PasswordGate {
  readonly #forOne = new Attempts(FOR_ONE.most, FOR_ONE.window)
  readonly #fromAddress = new Attempts(FROM_ADDRESS.most, FROM_ADDRESS.window)

  /**
   * Whether it is right; null is what nobody's password is right for, in the same time. Throws `rate_limited` when
   * there were too many wrong ones; then a right one is not looked at either: it would be told from the others.
   */
  async opens({ key, address, password }: Guess, passwordHash: string | null): Promise<boolean> {
    this.#count(key, address)
    if (!(await checkPassword(passwordHash, password))) return false
    this.#forOne.giveBack(key)
    this.#fromAddress.giveBack(address)
    return true
  }

  #count(key: string, address: string): void {
    if (this.#fromAddress.take(address)) {
      if (this.#forOne.take(key)) return
      this.#fromAddress.giveBack(address)
    }
    throw new StickyError('rate_limited', 'Too many wrong passwords. Wait an hour, then retry.')
  }
}
