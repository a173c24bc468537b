import type { EditorState, Extension, TransactionSpec } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { insertBlock } from '../format/insert.ts'
import { isInCode } from '../syntax.ts'
import { linkAddress, htmlToMarkdown } from './html.ts'
import { rowsOfTabs, tableOf } from './table.ts'

/**
 * Pasted pages and tables become markdown, and an address pasted over words makes them a link. In code everything
 * stays as it is, and so does what is pasted as plain text (Mod-Shift-v).
 */
export const paste = (): Extension =>
  EditorView.domEventHandlers({
    paste: ({ clipboardData }, view) => {
      if (clipboardData === null || view.state.readOnly) return false
      const text = clipboardData.getData('text/plain')
      const spec = pasted(view.state, text, () => markdownIn(clipboardData, text))
      if (spec === null) return false
      view.dispatch({ ...spec, userEvent: 'input.paste', scrollIntoView: true })
      return true
    },
  })

/** What a paste does to the text; null: what it does everywhere. */
export const pasted = (
  state: EditorState,
  text: string,
  markdown: () => string | null,
): TransactionSpec | null => {
  if (isInCode(state, state.selection.main.head)) return null
  const link = linkOver(state, text.trim())
  if (link !== null) return link
  const found = markdown()?.replaceAll(/\r\n?/g, '\n')
  if (found === undefined) return null
  return /\n/.test(found) || found.startsWith('#')
    ? insertBlock(state, found)
    : state.replaceSelection(found)
}

const markdownIn = (data: DataTransfer, text: string): string | null => {
  const html = data.getData('text/html')
  const markdown = html === '' ? null : htmlToMarkdown(html)
  if (markdown !== null) return markdown
  const rows = rowsOfTabs(text)
  return rows === null ? null : tableOf(rows)
}

/** Words of one line that are no address themselves. */
const linkOver = (state: EditorState, address: string): TransactionSpec | null => {
  const { from, to, empty } = state.selection.main
  const words = state.sliceDoc(from, to)
  if (empty || !/^https?:\/\/\S+$/i.test(address)) return null
  if (/\n|^https?:\/\//i.test(words) || words.trim() === '') return null
  return state.replaceSelection(`[${words}](${linkAddress(address)})`)
}
