import * as Y from 'yjs'
import type { Address } from '../address.ts'
import type { Parting, Peer } from './peer.ts'

/** A replica made of Yjs; how it is connected is for others to say. */
export abstract class YjsPeer implements Peer {
  readonly name: string
  readonly doc = new Y.Doc()
  ended: string | null = null
  readonly #text = this.doc.getText('content')
  readonly #history = new Y.UndoManager(this.#text, { captureTimeout: 0 })

  constructor(name: string) {
    this.name = name
  }

  abstract get online(): boolean
  abstract connect(address: Address): void
  abstract disconnect(parting: Parting): void

  text(): string {
    return this.#text.toJSON()
  }

  insert(at: number, piece: string): void {
    this.#text.insert(at, piece)
  }

  delete(at: number, length: number): void {
    this.#text.delete(at, length)
  }

  undo(): void {
    this.#history.undo()
  }

  pending(): boolean {
    return this.doc.store.pendingStructs !== null || this.doc.store.pendingDs !== null
  }

  /** Why its connection was closed, if it need not come back with this replica. */
  protected hearClosed(code: number): void {
    if (code >= 4400 && code < 4500 && code !== 4401) this.ended ??= `closed with ${code}`
  }
}
