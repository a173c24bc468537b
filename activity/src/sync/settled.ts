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

  /** The text with these edits in it. */
  text(edits: readonly Edit[] = []): string {
    const doc = new Y.Doc()
    for (const update of this.#updates) Y.applyUpdate(doc, update)
    for (const { update } of edits) Y.applyUpdate(doc, update)
    return doc.getText('content').toJSON()
  }
}

/** Those edits that are in `fresh`; their acknowledgement got lost. State vectors can't see deletes (R16). */
export const arrivedIn = (fresh: Y.Doc, edits: readonly Edit[]): Edit[] => {
  const known = Y.decodeStateVector(Y.encodeStateVector(fresh))
  return edits.filter(({ update }) => {
    const { to } = Y.parseUpdateMeta(update)
    return to.size > 0 && [...to].every(([client, clock]) => (known.get(client) ?? 0) >= clock)
  })
}
