import { mayWrite } from '@sticky/shared/access'
import type { ClientRange } from '../store/types.ts'
import type { Connection, Received, Session } from './connection.ts'
import { inspect } from './inspect.ts'
import type { Change, Refused } from './inspect.ts'
import type { KnownLog } from './known-log.ts'
import type { Leases } from './leases.ts'
import { objectionTo, READ_ONLY } from './objection.ts'

/** What one turn brought: what goes into the log, and what is to be said once it is there. */
export type Turn = {
  /** All but what has been refused or does not count: to be looked at again if this turn does not get into the log. */
  received: Received[]
  /** What has passed, in order; `entries.ts` makes log entries of it. */
  accepted: Accepted[]
  acks: Map<Connection, number>
  /** Refused, unless the log has grown elsewhere; with everything that came after it from the same client. */
  doubtful: Received[]
}

/** An update that has passed inspection, and the clocks that are new in it. */
export type Accepted = { from: Connection; update: Uint8Array; clients: ClientRange[] }

export type InspectorOptions = {
  known: KnownLog
  leases: Leases
  textLength: number
  refuse: (one: Received, refusal: Refused) => void
  /** Its client id is a newer connection's now (R13). */
  dispossess: (connection: Connection) => void
}

/** Looks at update frames in the order in which they came, all against what is known of the log. */
export class Inspector {
  readonly #options: InspectorOptions

  constructor(options: InspectorOptions) {
    this.#options = options
  }

  lookAt(received: Received[]): Turn {
    const turn: Turn = { received: [], accepted: [], acks: new Map(), doubtful: [] }
    let doubted: Set<Connection> | null = null
    for (const one of received) {
      // what somebody sent who has left meanwhile counts; what somebody sent who was cut, or whose right has run out
      // since, does not (R34)
      if (one.from.ended || isOver(one.from.session)) continue
      const isDoubted = doubted?.has(one.from) ?? false
      const refusal = isDoubted ? null : this.#consider(one, turn)
      const isDoubt = isDoubted || (refusal !== null && !one.verified && isDoubtful(refusal))
      if (refusal !== null && !isDoubt) {
        this.#options.refuse(one, refusal)
        continue
      }
      turn.received.push(one)
      if (!isDoubt) continue
      doubted ??= new Set()
      doubted.add(one.from)
      turn.doubtful.push(one)
    }
    return turn
  }

  /** False when it is somebody else's, or a newer connection writes with it. An older holder takes a fresh one. */
  claim(connection: Connection, client: number): boolean {
    const { leases, known, dispossess } = this.#options
    const before = leases.claim(connection, client, known.knowledge.author(client))
    if (before === 'refused') return false
    if (before !== null) dispossess(before)
    return true
  }

  /** Takes one update into the turn; answers with why not. */
  #consider(one: Received, turn: Turn): Refused | null {
    const { from, n, update, step2 } = one
    const { known } = this.#options
    // refused with the gap before it, and comes again in the answer (R14)
    if (from.mending && !step2) return null
    from.mending = false
    const inspected = inspect(update, known.knowledge)
    if (inspected.kind === 'refused') {
      // whoever may not bring what is missing is not asked for it (R30)
      return inspected.reason === 'gap' && one.verified && !mayWrite(from.role)
        ? READ_ONLY
        : inspected
    }
    if (inspected.kind === 'empty' && !step2) return EMPTY
    if (inspected.kind === 'change') {
      const objection = this.#objectionTo(inspected, one)
      if (objection !== null) return objection
      known.knowledge.advance(inspected, from.session.author)
      turn.accepted.push({ from, update, clients: inspected.ranges })
    }
    // an answer with nothing in it mends nothing
    if (inspected.kind !== 'empty') from.gaps = 0
    turn.acks.set(from, n)
    return null
  }

  /**
   * An update is written with its client id. A step 2 may also bring what another tab of the same author wrote, by
   * way of the browser: that tab goes on writing with its id.
   */
  #objectionTo(change: Change, { from, step2 }: Received): Refused | null {
    const { leases, known, textLength } = this.#options
    const claim = (client: number): boolean =>
      step2 ? leases.mayBring(from, client) : this.claim(from, client)
    return objectionTo(change, from, known.knowledge, claim, textLength)
  }
}

const EMPTY: Refused = { kind: 'refused', reason: 'malformed', text: 'The update is empty.' }

/** Refusals that more of the log could lift (R13 to R15). */
const isDoubtful = ({ reason }: Refused): boolean => reason === 'gap' || reason === 'not yours'

const isOver = ({ until }: Session): boolean => until !== null && until <= Date.now()
