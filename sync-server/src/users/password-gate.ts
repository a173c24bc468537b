import { StickyError } from '@sticky/shared/errors'
import { Attempts } from './attempts.ts'
import { Familiar } from './familiar.ts'
import { checkPassword } from './passwords.ts'

const MINUTE = 60_000
/**
 * Wrong passwords for one account or link, from all addresses together that have not opened it lately, and from each
 * that has: 720 a day. So nobody locks out who comes from where they always do.
 */
const FOR_ONE = { most: 30, window: 60 * MINUTE }
/** Wrong passwords from one address, for whatever they are. */
const FROM_ADDRESS = { most: 20, window: 15 * MINUTE }

/** A password that somebody at `address` says opens what is called `key`, an account or a link. */
export type Guess = { key: string; address: string; password: string }

/** Looks at passwords, and at no more of them than bear guessing (T15). */
export class PasswordGate {
  readonly #forOne = new Attempts(FOR_ONE.most, FOR_ONE.window)
  readonly #familiar = new Familiar()
  readonly #fromAddress = new Attempts(FROM_ADDRESS.most, FROM_ADDRESS.window)

  /**
   * Whether it is right; null is what nobody's password is right for, in the same time. Throws `rate_limited` when
   * there were too many wrong ones; then a right one is not looked at either: it would be told from the others.
   */
  async opens({ key, address, password }: Guess, passwordHash: string | null): Promise<boolean> {
    const counted = this.#familiar.has(key, address) ? `${key} from ${address}` : key
    this.#count(counted, address)
    if (!(await checkPassword(passwordHash, password))) return false
    this.#forOne.giveBack(counted)
    this.#fromAddress.giveBack(address)
    this.#familiar.add(key, address)
    return true
  }

  #count(counted: string, address: string): void {
    if (this.#fromAddress.take(address)) {
      if (this.#forOne.take(counted)) return
      this.#fromAddress.giveBack(address)
    }
    throw new StickyError('rate_limited', 'Too many wrong passwords. Wait an hour, then retry.')
  }
}
