import { StickyError } from '@sticky/shared/errors'
import * as Y from 'yjs'
import type { Task } from '../bus/types.ts'

/** `- [ ] text`, also numbered and nested; the bracket's place, what is in it, and the text behind it. */
const ITEM = /^(\s*(?:[-*+]|\d{1,9}[.)])\s+)\[([ xX])\]\s+(.*)$/
const FENCE = /^\s*(`{3,}|~{3,})/

type Found = { at: number; checked: boolean; text: string }

/** The items of a text, outside of code blocks, in order. */
const findItems = (text: string): Found[] => {
  const found: Found[] = []
  let at = 0
  let fence: string | null = null
  for (const line of text.split('\n')) {
    const mark = FENCE.exec(line)?.[1]
    if (mark !== undefined) {
      if (fence === null) fence = mark
      else if (mark.startsWith(fence)) fence = null
    }
    const item = fence === null ? ITEM.exec(line) : null
    if (item !== null) {
      const [, lead = '', box, content = ''] = item
      found.push({ at: at + lead.length, checked: box !== ' ', text: content })
    }
    at += line.length + 1
  }
  return found
}

/** The checklist items, each with an anchor: the id of its `[`, which stays whatever is written around it. */
export const listTasks = (text: Y.Text): Task[] =>
  findItems(text.toJSON()).flatMap(({ at, checked, text: content }) => {
    const { item } = Y.createRelativePositionFromTypeIndex(text, at)
    return item === null ? [] : [{ anchor: `${item.client}-${item.clock}`, text: content, checked }]
  })

/** Ticks or unticks an item. Throws `conflict` when it is no longer there. */
export const tick = (doc: Y.Doc, text: Y.Text, anchor: string, checked: boolean): void => {
  const [client = Number.NaN, clock = Number.NaN] = anchor.split('-').map(Number)
  const at = indexOf(doc, client, clock)
  const item = findItems(text.toJSON()).find((one) => one.at === at)
  if (at === null || item === undefined) {
    throw new StickyError('conflict', 'This item is no longer there. Look at the document again.')
  }
  if (item.checked === checked) return
  text.delete(at + 1, 1)
  text.insert(at + 1, checked ? 'x' : ' ')
}

/** Where the character with this id stands; null when it was deleted or never was. */
const indexOf = (doc: Y.Doc, client: number, clock: number): number | null => {
  if (!(clock < Y.getState(doc.store, client))) return null
  const id = Y.createID(client, clock)
  if (Y.getItem(doc.store, id).deleted) return null
  const position = Y.createRelativePositionFromJSON({ item: id })
  return Y.createAbsolutePositionFromRelativePosition(position, doc)?.index ?? null
}
