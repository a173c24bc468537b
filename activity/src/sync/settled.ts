import * as Y from 'yjs'
import { compact } from '../device/compact.ts'
import type { Edit } from '../device/copy.ts'

const MANY = 500

/** What the server has, as far as this replica knows: received, or acknowledged. The base of a rebase (R20). */
export class Settled {
  #updates: Uint8Array[] = []

  add(updates: readonly Uint8Array[]): void {
    this.#updates.push(...updates)
    if (this.#updates.length > MANY) this.#updates = [compact(this.#updates)]
  }

  /** A document of its own, with these edits in it too. */
  doc(edits: readonly Edit[] = []): Y.Doc {
    const doc = new Y.Doc()
    for (const update of this.#updates) Y.applyUpdate(doc, update)
    for (const { update } of edits) Y.applyUpdate(doc, update)
    return doc
  }

  /** False when the server has lost some of it, by a restored backup for example. */
  isIn(fresh: Y.Doc): boolean {
    return covers(fresh, Y.decodeStateVector(Y.encodeStateVector(this.doc())))
  }
}

/** Those edits that are in `fresh`; their acknowledgement got lost. State vectors can't see deletes (R16). */
export const arrivedIn = (fresh: Y.Doc, edits: readonly Edit[]): Edit[] =>
  edits.filter(({ update }) => {
    const { to } = Y.parseUpdateMeta(update)
    return to.size > 0 && covers(fresh, to)
  })

const covers = ({ store }: Y.Doc, clocks: ReadonlyMap<number, number>): boolean =>
  [...clocks].every(([client, clock]) => Y.getState(store, client) >= clock)
