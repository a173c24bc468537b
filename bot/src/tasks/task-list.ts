import type { TaskList } from '@sticky/shared/api/documents'
import { answer } from '../answers/answer.ts'
import type { Answer } from '../answers/answer.ts'
import { button, row, section, text } from '../answers/parts.ts'
import { clip, plain, readable } from '../cards/markdown.ts'
import { customId } from '../interactions/custom-id.ts'
import type { Texts } from '../text/texts.ts'

/**
 * So many items at once: each is three of the 40 components that a message may have, and of its
 * 4,000 characters.
 */
export const SHOWN = 10
const MAX_TEXT = 150
/** More of an item is not even looked at. */
const MAX_READ = 500

export type Task = TaskList['items'][number]

export type Listed = {
  documentId: string
  title: string
  /** Items of the document from its first on, in its order; `isAll`: there are no more. */
  tasks: Task[]
  isAll: boolean
  /** The items to show; those that are not there any more are left out. */
  anchors: ReadonlySet<string>
  /** Whether the item that was pressed was not there any more. */
  gone?: boolean
}

/** The open items of a document, from the one after `after` on; from the first if that is the last. */
export const openAfter = (tasks: Task[], after: string): Set<string> => {
  const at = tasks.findIndex(({ anchor }) => anchor === after)
  const following = tasks.slice(at + 1).filter(isOpen)
  const open = following.length > 0 ? following : tasks.filter(isOpen)
  return new Set(open.slice(0, SHOWN).map(({ anchor }) => anchor))
}

const isOpen = ({ checked }: Task): boolean => !checked

/** A checklist with a button beside each item, to tick it or to take that back (F5). */
export const taskList = (listed: Listed, { tick: texts }: Texts): Answer => {
  const { documentId, title, tasks, isAll, anchors, gone = false } = listed
  const shown = tasks.filter(({ anchor }) => anchors.has(anchor))
  const done = tasks.filter(({ checked }) => checked).length
  const left = tasks.filter((task) => isOpen(task) && !anchors.has(task.anchor)).length
  const note = isAll ? noteOn(tasks, texts) : texts.onlyFirst(tasks.length)
  return answer(
    text(`### ${plain(title)}\n-# ${texts[isAll ? 'done' : 'doneOfFirst'](done, tasks.length)}`),
    ...(gone ? [text(texts.gone)] : []),
    ...shown.map((task) => item(documentId, task, texts)),
    ...(note === null ? [] : [text(note)]),
    ...(left === 0 ? [] : [more(documentId, shown, left, texts)]),
  )
}

const noteOn = (tasks: Task[], { none, allDone }: Texts['tick']): string | null => {
  if (tasks.length === 0) return none
  return tasks.some(isOpen) ? null : allDone
}

const item = (documentId: string, { anchor, text, checked }: Task, texts: Texts['tick']) => {
  const what = plain(clip(readable(text.slice(0, MAX_READ)), MAX_TEXT)) || '…'
  return checked
    ? section(`☑ ~~${what}~~`, button(texts.uncheck, customId('uncheck', documentId, anchor)))
    : section(`☐ ${what}`, button(texts.check, customId('check', documentId, anchor)))
}

const more = (documentId: string, shown: Task[], left: number, texts: Texts['tick']) =>
  row(button(texts.more(left), customId('tick', documentId, shown.at(-1)?.anchor)))
