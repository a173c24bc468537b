import type { Role } from '@sticky/shared/access'
import type { Connection, Session } from './connection.ts'

export type RightsOptions = {
  /** What this session may do now, read afresh. */
  authorise: (session: Session) => Promise<Role>
  /** This one may do nothing any more. */
  cut: (connection: Connection) => void
}

/** What the connections of one room may do, and how they are told when that changes (R31, R32). */
export class Rights {
  readonly #options: RightsOptions
  #enforced = { epoch: -1, cut: 0 }

  constructor(options: RightsOptions) {
    this.#options = options
  }

  /** How many connections the rights of the newest epoch have cut. */
  get cut(): number {
    return this.#enforced.cut
  }

  /** Resolves when its right has been read, now or later, and has taken effect: true when that has cut it. */
  check(connection: Connection): Promise<boolean> {
    const check: Promise<boolean> = this.#options.authorise(connection.session).then((role) =>
      // a later check has read later rights; this one may have waited for a slow proof meanwhile (R31)
      connection.check === check ? this.#grant(connection, role) : connection.check,
    )
    connection.check = check
    return check
  }

  /** Checks all of them; answers with how many that has cut. */
  async prove(connections: Iterable<Connection>): Promise<number> {
    const checks = await Promise.all(Array.from(connections, (one) => this.check(one)))
    return checks.filter((cut) => cut).length
  }

  /** Resolves when the rights of this epoch hold for all of them. */
  async enforce(epoch: number, connections: Iterable<Connection>): Promise<void> {
    if (this.#enforced.epoch !== epoch) this.#enforced = { epoch, cut: 0 }
    const enforced = this.#enforced
    enforced.cut += await this.prove(connections)
  }

  /** True when this has cut an open connection. */
  #grant(connection: Connection, role: Role): boolean {
    if (role === connection.role) return false
    connection.role = role
    if (role !== 'none') {
      if (connection.sticky) connection.tell({ kind: 'access', role })
      return false
    }
    const open = connection.phase !== 'closed'
    this.#options.cut(connection)
    return open
  }
}
