import { EditorState } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import { EditorView } from 'codemirror'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { meta } from '../ui/meta.ts'
import { collaboration } from './collaboration.ts'
import { titled } from './label.ts'
import { markdown } from './markdown.ts'
import { arrivals } from './people/arrivals.ts'
import { following } from './people/follow.ts'
import { ownCursor } from './people/own-cursor.ts'
import { peers } from './people/peers.ts'
import { permitted } from './permission.ts'
import { theme } from './theme.ts'

export type EditorOptions = {
  text: Y.Text
  awareness: Awareness
  /** The document's title names the text box. */
  title: string
  mayEdit: boolean
  openLink: (url: string) => void
  /** Mod-s; everything is saved as it is typed, so it only means "now". */
  save: () => void
}

/** The editor on the shared text. Its order is the order of the extensions: the binding before what reads it. */
export const createEditor = (options: EditorOptions): EditorView =>
  new EditorView({
    state: EditorState.create({ doc: options.text.toString(), extensions: extensions(options) }),
  })

const extensions = ({
  text,
  awareness,
  title,
  mayEdit,
  openLink,
  save,
}: EditorOptions): Extension => [
  cspNonce(),
  theme,
  collaboration(text),
  ownCursor(text, awareness),
  peers(text, awareness),
  following(text, awareness),
  arrivals(awareness),
  permitted(mayEdit),
  markdown({ awareness, openLink }),
  keymap.of([{ key: 'Mod-s', run: () => (save(), true) }]),
  EditorView.lineWrapping,
  titled(title),
  EditorView.contentAttributes.of(PROSE),
  // here and not with what it names: CodeMirror begins anew when phrases change
  EditorState.phrases.of({ Completions: 'Suggestions' }),
]

/** CodeMirror is made for code, and turns these off. */
const PROSE = { spellcheck: 'true', autocorrect: 'on', autocapitalize: 'sentences' }

const cspNonce = (): Extension => {
  const nonce = meta('csp-nonce')
  return nonce === undefined ? [] : EditorView.cspNonce.of(nonce)
}
