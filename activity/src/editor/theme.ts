import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/** Only what must win over CodeMirror's own base theme; all else is in `ui/editor.css`. */
export const theme: Extension = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit', overflowX: 'hidden' },
  '.cm-content': { padding: 'var(--page-top) var(--page-side) 40vh', caretColor: 'var(--caret)' },
  '.cm-line': { padding: '0' },
  '.cm-placeholder': { color: 'var(--muted)' },
})
