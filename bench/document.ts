import type { Contestant, Running } from './contestants/contestant.ts'
import { NOTHING_YET } from './load/greeting.ts'
import type { Seat } from './load/plan.ts'
import { Visitor } from './load/visitor.ts'
import { sumOf } from './traces.ts'

/** Client ids of visitors; the load generator's and those of the traces are others. */
const FIRST_ID = 2_000_000_000
let visitors = 0

export const nextClientId = (): number => {
  visitors += 1
  return FIRST_ID + visitors
}

/** Somebody who comes for the first time; resolves when everything is there. */
export const visit = async (seat: Seat): Promise<Visitor> => {
  const visitor = new Visitor(seat, NOTHING_YET, { clientId: nextClientId() })
  await visitor.took
  return visitor
}

const given = (seat: Seat | undefined): Seat => {
  if (seat === undefined) throw new Error('the server has given no seat')
  return seat
}

/** Of its owner in a document that is made now. */
export const newSeat = async (server: Running): Promise<Seat> =>
  given((await server.seats(1, 1, 1))[0]?.[0])

/** Of its owner in a document that is there. */
export const seatAt = async (server: Running, document: string): Promise<Seat> =>
  given((await server.seatsAt(document, 1))[0])

/** Makes a document and writes `update` into it; nobody is in it afterwards. Answers with its name there. */
export const writeDocument = async (server: Running, update: Uint8Array): Promise<string> => {
  const seat = await newSeat(server)
  const writer = await visit(seat)
  writer.write(update)
  await writer.taken()
  writer.leave()
  return seat.document
}

/** What somebody who opens a document receives. `ms`: until it was all there; `bytes`: of WebSocket frames. */
export type Opening = { ms: number; bytes: number }

/** So many who open a document at the same moment, and leave. Throws when one of them has not got `text`. */
export const openDocument = async (
  server: Running,
  document: string,
  text: string,
  count = 1,
): Promise<Opening[]> => {
  const seats = await server.seatsAt(document, count)
  const visitors = seats.map((seat) => {
    const updates: Uint8Array[] = []
    const visitor = new Visitor(seat, NOTHING_YET, {
      clientId: nextClientId(),
      onUpdate: (update) => updates.push(update.slice()),
    })
    return { visitor, updates }
  })
  try {
    const openings = await Promise.all(
      visitors.map(async ({ visitor }) => ({ ms: await visitor.took, bytes: visitor.received })),
    )
    for (const { updates } of visitors)
      if (sumOf(updates).text !== text)
        throw new Error('somebody who opened the document has not got all of it')
    return openings
  } finally {
    for (const { visitor } of visitors) visitor.leave()
  }
}

/** Runs `work` with a server, which is gone afterwards. What it wrote is in the error, if there is one. */
export const withServer = async <T>(
  start: ReturnType<Contestant['start']>,
  work: (server: Running) => Promise<T>,
): Promise<T> => {
  const server = await start
  try {
    return await work(server)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const { output } = server.process
    throw new Error(output === '' ? why : `${why}\n  it wrote:\n${output}`, { cause: error })
  } finally {
    await server.stop()
  }
}
