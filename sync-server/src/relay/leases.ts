import type { Author } from '../store/types.ts'
import type { Connection } from './connection.ts'

/**
 * Which live connection writes with which client id (R13). Two that wrote with one id would diverge for ever, so
 * the newer one takes it over and the older one has to take a fresh id.
 */
export class Leases {
  readonly #holders = new Map<number, Connection>()

  /**
   * Takes the id for `connection`; answers with who had it, or `refused`: an id that `owner` has written with is
   * nobody else's, and of one that nobody has, the first who is here; of one author's, the newest connection.
   */
  claim(
    connection: Connection,
    client: number,
    owner: Author | undefined,
  ): Connection | 'refused' | null {
    const { author } = connection.session
    if (owner !== undefined && owner !== author) return 'refused'
    const holder = this.#holders.get(client)
    if (holder === connection) return null
    if (holder === undefined || holder.phase === 'closed') {
      this.#holders.set(client, connection)
      return null
    }
    const theirs = holder.session.author !== author
    if (theirs ? owner !== author : holder.number > connection.number) return 'refused'
    this.#holders.set(client, connection)
    return holder
  }

  /** False when somebody of another author, who is here, has this id: nobody brings what they wrote. */
  mayBring(connection: Connection, client: number): boolean {
    const holder = this.#holders.get(client)
    if (holder === undefined || holder.phase === 'closed') return true
    return holder.session.author === connection.session.author
  }

  /** True when somebody else, who is here, writes with this id. */
  heldByAnother(connection: Connection, client: number): boolean {
    const holder = this.#holders.get(client)
    return holder !== undefined && holder !== connection && holder.phase !== 'closed'
  }

  /** It has this id no more. */
  giveBack(connection: Connection, client: number): void {
    if (this.#holders.get(client) === connection) this.#holders.delete(client)
  }

  release(connection: Connection): void {
    for (const [client, holder] of this.#holders) {
      if (holder === connection) this.#holders.delete(client)
    }
  }
}
