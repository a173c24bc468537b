import { createHash, createHmac } from 'node:crypto'
import type { StoredAttachment } from './message.ts'
import type { User } from './place.ts'

const LIFETIME_S = 24 * 60 * 60

/** Builds and checks the addresses of the stand-in's CDN. */
export class Addresses {
  readonly #origin: string
  readonly #secret: string

  /** `origin`: where the CDN listens; `secret`: signs attachment addresses. */
  constructor(origin: string, secret: string) {
    this.#origin = origin
    this.#secret = secret
  }

  get origin(): string {
    return this.#origin
  }

  /** Changes with what the picture shows, as Discord's hashes do. */
  avatarHash(user: User): string {
    return createHash('md5').update(`${user.name} ${user.hue}`).digest('hex')
  }

  avatar(user: User): string {
    return `${this.#origin}/avatars/${user.id}/${this.avatarHash(user)}.png`
  }

  /** Valid for a day, like Discord's: such addresses must never be stored. */
  attachment(channelId: string, file: StoredAttachment): string {
    const now = Math.floor(Date.now() / 1000)
    const expires = (now - (now % 3600) + LIFETIME_S).toString(16)
    const path = `/attachments/${channelId}/${file.id}/${encodeURIComponent(file.filename)}`
    const issued = (now - (now % 3600)).toString(16)
    return `${this.#origin}${path}?ex=${expires}&is=${issued}&hm=${this.#sign(path, expires)}`
  }

  /** Whether an attachment's path and query are ours and not expired. */
  isValid(path: string, query: URLSearchParams): boolean {
    const expires = query.get('ex') ?? ''
    const isOurs = query.get('hm') === this.#sign(path, expires)
    return isOurs && Number.parseInt(expires, 16) * 1000 > Date.now()
  }

  #sign(path: string, expires: string): string {
    return createHmac('sha256', this.#secret).update(`${path} ${expires}`).digest('hex')
  }
}
