import type { EditorState, Extension, TransactionSpec } from '@codemirror/state'
import { Prec } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import type { Command } from '@codemirror/view'
import { switchSource } from '../preview/source-mode.ts'
import { nextHeading, toggleBlock } from './blocks.ts'
import { makeLink, toggleInline } from './inline.ts'
import { tickHere } from './tick.ts'

/** A change that is made of the state alone, as a command; a viewer's does nothing. */
export const command =
  (change: (state: EditorState) => TransactionSpec | null): Command =>
  (view) => {
    const spec = view.state.readOnly ? null : change(view.state)
    if (spec === null) return false
    view.dispatch({ ...spec, scrollIntoView: true })
    return true
  }

/** Everything that formats, by name; keys and toolbar use the same. */
export const FORMAT = {
  strong: command((state) => toggleInline(state, 'strong')),
  emphasis: command((state) => toggleInline(state, 'emphasis')),
  strikethrough: command((state) => toggleInline(state, 'strikethrough')),
  code: command((state) => toggleInline(state, 'code')),
  link: command(makeLink),
  heading: command(nextHeading),
  bullets: command((state) => toggleBlock(state, 'bullets')),
  numbers: command((state) => toggleBlock(state, 'numbers')),
  tasks: command((state) => toggleBlock(state, 'tasks')),
  quote: command((state) => toggleBlock(state, 'quote')),
  tick: command(tickHere),
} as const satisfies Record<string, Command>

const block = (name: Parameters<typeof toggleBlock>[1]): Command =>
  command((state) => toggleBlock(state, name))

/** Before the keys of CodeMirror, which are made for code. */
export const formatKeys = (): Extension =>
  Prec.high(
    keymap.of([
      { key: 'Mod-b', run: FORMAT.strong, preventDefault: true },
      { key: 'Mod-i', run: FORMAT.emphasis, preventDefault: true },
      { key: 'Mod-Shift-x', run: FORMAT.strikethrough, preventDefault: true },
      { key: 'Mod-e', run: FORMAT.code, preventDefault: true },
      { key: 'Mod-k', run: FORMAT.link, preventDefault: true },
      { key: 'Mod-Alt-0', run: block('text') },
      { key: 'Mod-Alt-1', run: block('heading1') },
      { key: 'Mod-Alt-2', run: block('heading2') },
      { key: 'Mod-Alt-3', run: block('heading3') },
      { key: 'Mod-Shift-7', run: FORMAT.numbers },
      { key: 'Mod-Shift-8', run: FORMAT.bullets },
      { key: 'Mod-Shift-9', run: FORMAT.tasks },
      { key: 'Mod-Shift-.', run: FORMAT.quote },
      { key: 'Mod-Enter', run: FORMAT.tick },
      { key: 'Mod-/', run: switchSource },
    ]),
  )
