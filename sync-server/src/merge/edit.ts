import { createHash } from 'node:crypto'
import { StickyError } from '@sticky/shared/errors'
import * as Y from 'yjs'
import type { Edit } from '../bus/types.ts'
import { etagOf, ROOT } from '../store/text.ts'
import type { Author, Loaded } from '../store/types.ts'
import { authorsOf, openDocument } from './compact.ts'
import { tick } from './tasks.ts'
import { threeWay } from './three-way.ts'
import { wordChanges } from './words.ts'
import type { Change } from './words.ts'

/** `merged`: others may have written since the text was `base`. */
export type Made = Exclude<Edit, { kind: 'merge' }> | { kind: 'merged'; text: string; base: string }

/** One update, and the clocks that are new in it; `length` 0 when it only deletes. */
export type MadeEdit = { update: Uint8Array; client: number; from: number; length: number }

/**
 * Makes a server-side edit: bytes in, one update out, nothing kept. Null when the text already is as wanted.
 * Throws `precondition_failed` when it was based on another text, `too_large` when the text would grow beyond
 * `textLength` UTF-16 units (R50).
 */
export const makeEdit = (
  loaded: Loaded,
  document: string,
  author: Author,
  edit: Made,
  textLength: number,
): MadeEdit | null => {
  const doc = openDocument(loaded)
  try {
    const before = doc.getText(ROOT).length
    const made = change(doc, serverClient(document, author, authorsOf(loaded)), (text) =>
      apply(doc, text, edit),
    )
    const { length } = doc.getText(ROOT)
    if (length > textLength && length > before) throw new StickyError('too_large')
    return made
  } finally {
    doc.destroy()
  }
}

/** The first text of a document that has none yet (R64). */
export const makeSeed = (document: string, author: Author, text: string): MadeEdit | null => {
  const doc = openDocument({ snapshot: null, tail: [] })
  try {
    return change(doc, serverClient(document, author, new Map()), (root) => root.insert(0, text))
  } finally {
    doc.destroy()
  }
}

const change = (doc: Y.Doc, client: number, act: (text: Y.Text) => void): MadeEdit | null => {
  doc.clientID = client
  const from = Y.getState(doc.store, client)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  doc.transact(() => act(doc.getText(ROOT)))
  const [update] = updates
  return update === undefined
    ? null
    : { update, client, from, length: Y.getState(doc.store, client) - from }
}

const apply = (doc: Y.Doc, text: Y.Text, edit: Made): void => {
  if (edit.kind === 'tick') return tick(doc, text, edit.anchor, edit.checked)
  const before = text.toJSON()
  if (edit.kind === 'append') {
    const gap = before === '' || before.endsWith('\n') ? '' : '\n'
    return text.insert(before.length, gap + edit.markdown)
  }
  if (edit.kind === 'replace' && edit.basedOn !== etagOf(before))
    throw new StickyError('precondition_failed')
  const changes =
    edit.kind === 'merged' ? threeWay(edit.base, edit.text, before) : wordChanges(before, edit.text)
  exchange(text, before, changes)
}

/** What stays is not touched: cursors, other people's edits in flight and authorship stay with it (R65). */
const exchange = (text: Y.Text, before: string, changes: readonly Change[]): void => {
  for (const { from, to, insert } of changes.toReversed()) {
    const start = commonStart(before.slice(from, to), insert)
    const end = commonEnd(before.slice(from + start, to), insert.slice(start))
    if (to - end > from + start) text.delete(from + start, to - end - from - start)
    if (insert.length > start + end)
      text.insert(from + start, insert.slice(start, insert.length - end))
  }
}

const HIGH = /[\uD800-\uDBFF]/
const LOW = /[\uDC00-\uDFFF]/

/** Never between the halves of a character: Yjs would break it. */
const commonStart = (a: string, b: string): number => {
  let count = 0
  while (count < Math.min(a.length, b.length) && a[count] === b[count]) count += 1
  return count > 0 && HIGH.test(a[count - 1] ?? '') ? count - 1 : count
}

const commonEnd = (a: string, b: string): number => {
  let count = 0
  while (count < Math.min(a.length, b.length) && a.at(-1 - count) === b.at(-1 - count)) count += 1
  return count > 0 && LOW.test(a.at(-count) ?? '') ? count - 1 : count
}

/**
 * One client id for a document and author, the same in every merge process: were two to write at once, the
 * log's compare-and-set lets one through and the other starts again. The next one when somebody else has it.
 */
const serverClient = (
  document: string,
  author: Author,
  authors: ReadonlyMap<number, Author>,
): number => {
  for (let attempt = 0; ; attempt += 1) {
    const client = createHash('sha256')
      .update(`${document} ${author} ${attempt}`)
      .digest()
      .readUInt32LE()
    const owner = authors.get(client)
    if (owner === undefined || owner === author) return client
  }
}
