import { indentLess, indentMore } from '@codemirror/commands'
import type { Command, EditorView } from '@codemirror/view'
import { redo, undo } from '../collaboration.ts'
import { FORMAT } from '../format/keys.ts'
import { element } from '../../ui/dom.ts'
import { icon } from '../../ui/icon.ts'
import type { IconName } from '../../ui/icon.ts'

type Tool = { icon: IconName; label: string; run: Command }

const TOOLS: readonly Tool[] = [
  { icon: 'undo', label: 'Undo', run: undo },
  { icon: 'redo', label: 'Redo', run: redo },
  { icon: 'tasks', label: 'To-do list', run: FORMAT.tasks },
  { icon: 'bullets', label: 'Bulleted list', run: FORMAT.bullets },
  { icon: 'numbers', label: 'Numbered list', run: FORMAT.numbers },
  { icon: 'bold', label: 'Bold', run: FORMAT.strong },
  { icon: 'italic', label: 'Italic', run: FORMAT.emphasis },
  { icon: 'strike', label: 'Strikethrough', run: FORMAT.strikethrough },
  { icon: 'heading', label: 'Heading', run: FORMAT.heading },
  { icon: 'quote', label: 'Quote', run: FORMAT.quote },
  { icon: 'code', label: 'Code', run: FORMAT.code },
  { icon: 'link', label: 'Link', run: FORMAT.link },
  { icon: 'outdent', label: 'Less indented', run: indentLess },
  { icon: 'indent', label: 'More indented', run: indentMore },
]

/** For fingers: on a touch screen, while one writes. The keyboard of the phone stays open. */
export const toolbar = (view: EditorView): HTMLElement =>
  element(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': 'Formatting' },
    TOOLS.map(({ icon: name, label, run }) =>
      element('button', { type: 'button', class: 'tool', 'aria-label': label }, [icon(name)], {
        click: () => run(view),
      }),
    ),
    { mousedown: (event) => event.preventDefault() },
  )
