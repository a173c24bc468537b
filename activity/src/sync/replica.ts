import type { Client } from '@sticky/shared/api/client'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { systemClock } from './clock.ts'
import { Provider } from './provider.ts'
import { openWebSocket } from './socket.ts'
import { watchPage } from './watch-page.ts'

/** One copy of a document in this tab, with the line that keeps it in step. The server writes the first text. */
export class Replica {
  readonly text: Y.Text
  readonly awareness: Awareness
  readonly provider: Provider
  readonly #doc = new Y.Doc()
  readonly #unwatch: () => void

  constructor(client: Client, documentId: string) {
    this.text = this.#doc.getText('content')
    this.awareness = new Awareness(this.#doc)
    this.provider = new Provider({
      doc: this.#doc,
      awareness: this.awareness,
      origin: location.origin.replace(/^http/, 'ws'),
      ticket: () => client.createTicket(documentId),
      openSocket: openWebSocket,
      clock: systemClock,
    })
    this.#unwatch = watchPage(this.provider)
  }

  /**
   * Leaves the document. Edits that are still under way keep the line open until they are saved (F25): going to
   * another page must not lose what was typed a moment ago.
   */
  close(): void {
    this.provider.flush()
    this.awareness.setLocalState(null)
    const stop = this.provider.onChange(() => this.#closeWhenSaved(stop))
    this.#closeWhenSaved(stop)
  }

  #closeWhenSaved(stop: () => void): void {
    const { state, unsaved } = this.provider.status
    if (unsaved > 0 && state.kind !== 'ended') return
    stop()
    this.#unwatch()
    this.provider.destroy()
    this.#doc.destroy()
  }
}
