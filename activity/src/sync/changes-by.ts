import * as Y from 'yjs'
import type { TextChange } from './rebase.ts'

/** What these updates do to the text of `doc`, which they are applied to: told by Yjs, so exact. */
export const changesBy = (doc: Y.Doc, updates: readonly Uint8Array[]): TextChange[] => {
  const changes: TextChange[] = []
  const text = doc.getText('content')
  text.observe(({ delta }) => changes.push(...asChanges(delta)))
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  return changes
}

type Delta = Y.YTextEvent['delta']

const asChanges = (delta: Delta): TextChange[] => {
  const changes: TextChange[] = []
  let at = 0
  for (const { insert, delete: deleted = 0, retain = 0 } of delta) {
    at += retain
    if (typeof insert === 'string') changes.push({ from: at, to: at, insert })
    if (deleted > 0) changes.push({ from: at, to: at + deleted, insert: '' })
    at += deleted
  }
  return changes
}
