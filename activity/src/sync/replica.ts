import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { LineOptions } from './line.ts'
import { Provider } from './provider.ts'

/**
 * One copy of a document in this tab, with the line that keeps it in step. Its client id is fresh and kept nowhere,
 * so no two tabs share one, cloned ones neither (R13, C6). The server writes the first text (R64).
 */
export class Replica {
  readonly doc = new Y.Doc()
  readonly text: Y.Text = this.doc.getText('content')
  readonly awareness = new Awareness(this.doc)
  readonly provider: Provider

  constructor(options: LineOptions) {
    this.provider = new Provider({ ...options, doc: this.doc, awareness: this.awareness })
  }

  destroy(): void {
    this.provider.destroy()
    this.doc.destroy()
  }
}
