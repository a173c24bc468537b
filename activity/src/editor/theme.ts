import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/** Only what must win over CodeMirror's own base theme; all else is in `ui/editor.css` and `ui/tools.css`. */
export const theme: Extension = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit', overflowX: 'hidden' },
  '.cm-content': { padding: 'var(--page-top) var(--page-side) 40vh', caretColor: 'var(--caret)' },
  '.cm-line': { padding: '0' },
  '.cm-placeholder': { color: 'var(--muted)' },
  '.cm-panels': { backgroundColor: 'var(--bar)', color: 'var(--text)', zIndex: '2' },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-searchMatch': { backgroundColor: 'var(--found)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--found-here)' },
  '.cm-tooltip': { border: '1px solid var(--line)', backgroundColor: 'var(--bar)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font)',
    maxHeight: 'min(19em, 45vh)',
    minWidth: '13em',
    maxWidth: 'min(90vw, 24em)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '7px 10px', lineHeight: '1.35' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    background: 'var(--accent)',
    color: 'var(--on-accent)',
  },
})
