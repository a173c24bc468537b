import type { Seat, Wire } from '../load/plan.ts'
import type { Running } from './contestant.ts'
import type { ServerProcess } from './server-process.ts'

let documents = 0

/** Of a server that lets in everybody, and where a document is whatever name stands in the path. */
export const seatsByName =
  ({ host, port }: ServerProcess, wire: Wire): Running['seats'] =>
  async (count, clients) =>
    Array.from({ length: count }, () => {
      documents += 1
      const document = `bench-${documents}`
      const seat: Seat = { wire, host, port, path: `/${document}`, document }
      return Array.from({ length: clients }, () => seat)
    })
