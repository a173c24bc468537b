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

  /**
   * The text that `fresh`, a replica right from the server, and this one have in common. Edits whose
   * acknowledgement got lost on the way are in `fresh` already: those are not to be made again.
   */
  textSharedWith(fresh: Y.Doc, unsaved: readonly Edit[]): string {
    const known = Y.decodeStateVector(Y.encodeStateVector(fresh))
    const doc = new Y.Doc()
    const arrived = unsaved.filter(({ update }) => isKnown(update, known))
    for (const update of [...this.#updates, ...arrived.map(({ update }) => update)])
      Y.applyUpdate(doc, update)
    return doc.getText('content').toJSON()
  }
}

/** State vectors can't see deletes (R16); making those again does nothing. */
const isKnown = (update: Uint8Array, known: ReadonlyMap<number, number>): boolean => {
  const { to } = Y.parseUpdateMeta(update)
  return to.size > 0 && [...to].every(([client, clock]) => (known.get(client) ?? 0) >= clock)
}
