import type { Edit } from '../device/copy.ts'
import type { End } from './ending.ts'
import { Reapplied } from './reapplied.ts'
import { rebase, written } from './rebase.ts'
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

  /** What its writer wrote, and no more of the document than that. */
  ownWords(): string {
    return written(this.#settled.text(), this.mine)
  }

  /** Makes the edits again, as new ones, in a replica that is in step; but not those that it has already. */
  reapply({ doc, text }: Replica): void {
    const base = this.#settled.text(arrivedIn(doc, this.#unsaved))
    const changes = rebase(base, this.mine, text.toJSON())
    doc.transact(() => {
      for (const { from, to, insert } of changes.toReversed()) {
        text.delete(from, to - from)
        text.insert(from, insert)
      }
    }, new Reapplied(this.edits))
  }
}
