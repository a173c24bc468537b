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
  /** So many clients of a document that is there already, all of them its owner. As long as {@link seats}. */
  seatsAt(document: string, clients: number): Promise<Seat[]>
  /** Resolves when it has done with the documents what it does after they were written, and nobody is in them. */
  settle(): Promise<void>
  /** Resolves when all that was written in a document until now is merged; only of Sticky. */
  merge?(document: string): Promise<void>
  /** Ends it and tidies up; resolves when it is gone. */
  stop(): Promise<void>
}

/**
 * Where a server starts. `folder`: what it keeps is there, and stays when it stops; without one it starts empty and
 * leaves nothing behind. `settings`: for Sticky alone, other than by default.
 */
export type Place = { folder?: string; settings?: Readonly<Record<string, string>> }

/** A server that workloads are run against. */
export type Contestant = {
  id: string
  /** For tables: what it is. */
  title: string
  /** Makes once what it needs: a bundle, packages. Says on the console what takes long. */
  prepare(): Promise<void>
  /** Starts it in a process of its own. */
  start(place?: Place): Promise<Running>
  /** Puts so many documents with this content into `folder`, as it would have; their names. It must not run. */
  layDocuments(folder: string, update: Uint8Array, count: number): Promise<string[]>
  /** How many bytes it keeps of a document in `folder`, as it is to be given to newcomers. It has to have stopped. */
  keptBytes(folder: string, document: string): Promise<number>
}
