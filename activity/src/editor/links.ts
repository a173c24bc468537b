import type { Extension } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { isOpenable } from './address.ts'
import { nodeAround } from './syntax.ts'

/**
 * Links open by the host: an Activity has no other way out. Ctrl or Cmd with a click or Enter opens; so does a mere
 * click or tap while the text is only read.
 */
export const links = (openLink: (url: string) => void): Extension => [
  keymap.of([
    {
      key: 'Mod-Enter',
      run: (view) => opened(linkAt(view, view.state.selection.main.head), openLink),
    },
  ]),
  EditorView.domEventHandlers({
    mousedown: (event, view) => {
      if (event.button !== 0 || !(event.ctrlKey || event.metaKey || isRead(view))) return false
      if (!(event.target instanceof Element) || event.target.closest('.md-link, .md-url') === null)
        return false
      if (!opened(linkAt(view, view.posAtCoords(event)), openLink)) return false
      event.preventDefault()
      return true
    },
  }),
]

const opened = (url: string | null, openLink: (url: string) => void): boolean => {
  if (url === null) return false
  openLink(url)
  return true
}

/** A viewer reads, and so does whoever has not tapped into the text on a touch screen. */
const isRead = (view: EditorView): boolean =>
  view.state.readOnly || (!view.hasFocus && matchMedia('(pointer: coarse)').matches)

const LINKS = new Set(['Link', 'Image', 'Autolink', 'URL'])

/** The address of the link at a place of the text, if there is one that may be opened. */
export const linkAt = ({ state }: Pick<EditorView, 'state'>, at: number | null): string | null => {
  const node = at === null ? null : nodeAround(state, at, LINKS)
  const url = node === null || node.name === 'URL' ? node : node.getChild('URL')
  const text = url === null ? '' : state.sliceDoc(url.from, url.to)
  return isOpenable(text) ? text : null
}
