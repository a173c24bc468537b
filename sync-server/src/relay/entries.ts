import type { ClientRange, NewEntry } from '../store/types.ts'
import type { Delivery } from './broadcast.ts'
import { join } from './join.ts'
import type { Accepted } from './turn.ts'

/** What is joined into one entry is at most so many bytes: an entry is read and sent as a whole. */
const MAX_JOINED = 64 * 1024

/**
 * The log entries of what a turn has brought, and their deliveries after `seq`. One entry for each update; of those
 * that came from one connection one after the other, one for all: whoever sends faster than the log commits costs
 * one row a turn (F23, F61). Order stays.
 */
export const entriesOf = (
  accepted: readonly Accepted[],
  seq: number,
  at: number,
): { entries: NewEntry[]; deliveries: Delivery[] } => {
  const entries: NewEntry[] = []
  const deliveries: Delivery[] = []
  const whole = accepted.length === 1 ? accepted : runsOf(accepted).flatMap(joined)
  for (const { from, update, clients } of whole) {
    entries.push({ author: from.session.author, clients, at, update })
    deliveries.push({ seq: seq + entries.length, update, from })
  }
  return { entries, deliveries }
}

/** Cut where the connection changes, or where it would become too long. */
const runsOf = (accepted: readonly Accepted[]): Accepted[][] => {
  const runs: Accepted[][] = []
  let run: Accepted[] = []
  let size = 0
  for (const one of accepted) {
    size += one.update.length
    if (run[0]?.from !== one.from || size > MAX_JOINED) {
      run = []
      size = one.update.length
      runs.push(run)
    }
    run.push(one)
  }
  return runs
}

/** One update for all of a run; as they came where they can't be joined. */
const joined = (run: readonly Accepted[]): readonly Accepted[] => {
  const [first] = run
  if (first === undefined || run.length === 1) return run
  const update = join(run.map(({ update }) => update))
  if (update === null) return run
  return [{ from: first.from, update, clients: rangesOf(run) }]
}

/** The ranges of all, those of one client that go on from each other as one. */
const rangesOf = (run: readonly Accepted[]): ClientRange[] => {
  const ranges: ClientRange[] = []
  const last = new Map<number, ClientRange>()
  for (const { clients } of run) {
    for (const { client, from, to } of clients) {
      const before = last.get(client)
      if (before?.to === from) before.to = to
      else {
        const range = { client, from, to }
        ranges.push(range)
        last.set(client, range)
      }
    }
  }
  return ranges
}
