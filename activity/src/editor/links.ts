import { syntaxTree } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/** Ctrl or Cmd with a click opens the address under the pointer, by the host: an Activity has no other way out. */
export const links = (openLink: (url: string) => void): Extension =>
  EditorView.domEventHandlers({
    mousedown: (event, view) => {
      if (event.button !== 0 || !(event.ctrlKey || event.metaKey)) return false
      const url = urlAt(view, view.posAtCoords(event))
      if (url === null) return false
      event.preventDefault()
      openLink(url)
      return true
    },
  })

const urlAt = (view: EditorView, position: number | null): string | null => {
  if (position === null) return null
  const node = syntaxTree(view.state).resolveInner(position)
  const url = node.name === 'URL' ? node : node.getChild('URL')
  const text = url === null ? '' : view.state.sliceDoc(url.from, url.to)
  return /^https?:\/\//i.test(text) ? text : null
}
