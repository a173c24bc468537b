import type { Connection } from './connection.ts'

/**
 * Which live connection writes with which client id (R13). Two that wrote with one id would diverge for ever, so
 * the newer one takes it over and the older one has to take a fresh id.
 */
export class Leases {
  readonly #holders = new Map<number, Connection>()

  /** Takes the id for `connection`; answers with who had it, or `refused` when a newer connection has it. */
  claim(connection: Connection, client: number): Connection | 'refused' | null {
    const holder = this.#holders.get(client)
    if (holder === connection) return null
    if (holder === undefined || holder.phase === 'closed') {
      this.#holders.set(client, connection)
      return null
    }
    if (holder.number > connection.number) return 'refused'
    this.#holders.set(client, connection)
    return holder
  }

  /** True when somebody else, who is here, writes with this id. */
  heldByAnother(connection: Connection, client: number): boolean {
    const holder = this.#holders.get(client)
    return holder !== undefined && holder !== connection && holder.phase !== 'closed'
  }

  release(connection: Connection): void {
    for (const [client, holder] of this.#holders) {
      if (holder === connection) this.#holders.delete(client)
    }
  }
}
