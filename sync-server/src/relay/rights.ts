import type { Role } from '@sticky/shared/access'
import type { Connection, Session } from './connection.ts'

export type RightsOptions = {
  /** What this session may do now, read afresh; it may wait for a proof from a chat. */
  authorise: (session: Session) => Promise<Role>
  /** The same by what is proved already: waits for nobody. */
  authoriseNow: (session: Session) => Promise<Role>
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

  /** How many connections have been cut since the newest epoch. */
  get cut(): number {
    return this.#enforced.cut
  }

  /** Resolves when its right has been read, now or later, and has taken effect. */
  check(connection: Connection): Promise<void> {
    const number = (connection.checks += 1)
    const check: Promise<void> = this.#options.authorise(connection.session).then((role) =>
      // a later check has read later rights; this one may have waited for a slow proof meanwhile (R31)
      connection.check === check ? this.#grant(connection, role, number) : connection.check,
    )
    connection.check = check
    return check
  }

  /** Checks all of them. */
  async prove(connections: Iterable<Connection>): Promise<void> {
    await Promise.all(Array.from(connections, (one) => this.check(one)))
  }

  /**
   * Resolves when the rights of this epoch hold for all of them, by what is proved at this moment: a chat that says
   * nothing holds up neither a withdrawal nor who is typing (F48). {@link prove} them afterwards.
   */
  async enforce(epoch: number, connections: Iterable<Connection>): Promise<void> {
    if (this.#enforced.epoch !== epoch) this.#enforced = { epoch, cut: 0 }
    await Promise.all(Array.from(connections, (one) => this.#checkNow(one)))
  }

  /** Waits for no check that has begun later, but does not undo one that has taken effect. */
  #checkNow(connection: Connection): Promise<void> {
    const number = (connection.checks += 1)
    connection.check = this.#options.authoriseNow(connection.session).then((role) => {
      if (number > connection.checked) this.#grant(connection, role, number)
    })
    return connection.check
  }

  #grant(connection: Connection, role: Role, check: number): void {
    connection.checked = check
    if (role === connection.role) return
    connection.role = role
    if (role !== 'none') {
      if (connection.sticky) connection.tell({ kind: 'access', role })
      return
    }
    if (connection.phase !== 'closed') this.#enforced.cut += 1
    this.#options.cut(connection)
  }
}
