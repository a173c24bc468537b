import * as Y from 'yjs'
import type { Edit } from '../device/copy.ts'
import { changesBy } from './changes-by.ts'
import type { End } from './ending.ts'
import { Reapplied } from './reapplied.ts'
import { rebase, written } from './rebase.ts'
import type { TextChange } from './rebase.ts'
import type { Replica } from './replica.ts'
import { arrivedIn } from './settled.ts'
import type { Settled } from './settled.ts'

/** What a replica that came to its end leaves to the next one: edits that the server does not have (R20). */
export class Carried {
  readonly end: End
  /** The text as its writer saw it. */
  readonly mine: string
  /** How many edits, and the number of the last one. */
  readonly edits: number
  readonly last: number
  readonly #unsaved: readonly Edit[]
  readonly #settled: Settled

  constructor(end: End, { provider, text }: Replica) {
    this.end = end
    this.mine = text.toJSON()
    this.edits = provider.outbox.unsaved
    this.last = provider.outbox.last
    this.#unsaved = provider.outbox.edits
    this.#settled = provider.settled
  }

  /** The text as its writer would see it now; also when they could not see it yet. */
  textIn({ doc }: Replica): string {
    return this.#settled.isIn(doc) ? contentOf(this.#made(doc).copy) : this.mine
  }

  /** What its writer wrote, and no more of the document than that. */
  ownWords(): string {
    return written(contentOf(this.#settled.doc()), this.mine)
  }

  /** The server has lost what it had called saved; then this is the only place where it is (T28). */
  isLostIn({ doc }: Replica): boolean {
    return this.mine !== '' && !this.#settled.isIn(doc)
  }

  /** Makes the edits again, as new ones, in a replica that is in step; but not those that it has already. */
  reapply({ doc, text }: Replica): void {
    const changes = this.#changesIn(doc)
    doc.transact(() => {
      for (const { from, to, insert } of changes.toReversed()) {
        text.delete(from, to - from)
        text.insert(from, insert)
      }
    }, new Reapplied(this.edits))
  }

  /** As Yjs makes them, while the server has the history that they belong to; else by comparing three texts. */
  #changesIn(fresh: Y.Doc): TextChange[] {
    const edits = this.#unsaved
    if (!this.#settled.isIn(fresh)) {
      const base = this.#settled.doc(arrivedIn(fresh, edits))
      return rebase(contentOf(base), this.mine, contentOf(fresh))
    }
    return this.#made(fresh).changes
  }

  #made(fresh: Y.Doc): { copy: Y.Doc; changes: TextChange[] } {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(fresh))
    const edits = this.#unsaved.map(({ update }) => update)
    return { copy, changes: changesBy(copy, edits) }
  }
}

const contentOf = (doc: Y.Doc): string => doc.getText('content').toJSON()
