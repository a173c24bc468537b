import type { Seat } from '../load/plan.ts'
import type { ServerProcess } from './server-process.ts'

/** A started server. `process` is the one whose processor time counts; its children are counted apart. */
export type Running = {
  process: ServerProcess
  /**
   * Fresh documents with so many clients each, let in: where each of them connects, for the next 60 s. The clients of
   * a document are so many different people, where the server knows people.
   */
  seats(documents: number, clients: number, people: number): Promise<Seat[][]>
  /** Ends it and tidies up; resolves when it is gone. */
  stop(): Promise<void>
}

/** A server that workloads are run against. */
export type Contestant = {
  id: string
  /** For tables: what it is. */
  title: string
  /** Makes once what it needs: a bundle, packages. Says on the console what takes long. */
  prepare(): Promise<void>
  /** Starts it, empty, in a process of its own. */
  start(): Promise<Running>
}
