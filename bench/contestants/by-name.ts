import type { Seat, Wire } from '../load/plan.ts'
import type { Running } from './contestant.ts'
import type { ServerProcess } from './server-process.ts'

let documents = 0

/** Names that no other document has. */
export const newNames = (count: number): string[] =>
  Array.from({ length: count }, () => {
    documents += 1
    return `bench-${documents}`
  })

/** Of a server that lets in everybody, and where a document is whatever name stands in the path. */
export const seatsByName = (
  { host, port }: ServerProcess,
  wire: Wire,
): Pick<Running, 'seats' | 'seatsAt'> => {
  const seatsAt = (document: string, clients: number): Seat[] =>
    Array.from({ length: clients }, () => ({ wire, host, port, path: `/${document}`, document }))
  return {
    seats: async (count, clients) => newNames(count).map((name) => seatsAt(name, clients)),
    seatsAt: async (document, clients) => seatsAt(document, clients),
  }
}
