/** The origin of a transaction that makes edits of an earlier replica again: they still count as so many. */
export class Reapplied {
  readonly edits: number

  constructor(edits: number) {
    this.edits = edits
  }
}
