import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  moveCompletionSelection,
} from '@codemirror/autocomplete'
import { Prec } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import type { Awareness } from 'y-protocols/awareness'
import { inkOn } from '../../presence/person.ts'
import { element } from '../../ui/dom.ts'
import { blockSuggestions } from './blocks.ts'
import { emojiSuggestions } from './emoji.ts'
import { peopleSuggestions } from './people.ts'
import type { Suggestion } from './suggestion.ts'

/** `/` blocks, `:` emoji, `@` people: one list, which Enter takes from and Escape closes. Tab leaves the editor. */
export const suggestions = (awareness: Awareness): Extension => [
  autocompletion({
    override: [blockSuggestions, emojiSuggestions, peopleSuggestions(awareness)],
    defaultKeymap: false,
    icons: false,
    addToOptions: [{ render: sign, position: 20 }],
    activateOnTypingDelay: 0,
    // a sign has asked for the list, so nobody takes from it by accident
    interactionDelay: 0,
  }),
  Prec.highest(
    keymap.of([
      { key: 'ArrowDown', run: moveCompletionSelection(true) },
      { key: 'ArrowUp', run: moveCompletionSelection(false) },
      { key: 'PageDown', run: moveCompletionSelection(true, 'page') },
      { key: 'PageUp', run: moveCompletionSelection(false, 'page') },
      { key: 'Enter', run: acceptCompletion },
      { key: 'Escape', run: closeCompletion },
    ]),
  ),
]

const sign = ({ sign, color }: Suggestion): HTMLElement | null => {
  if (sign === undefined) return null
  const dom = element('span', { class: 'suggestion-sign', 'aria-hidden': 'true' }, [sign])
  if (color !== undefined) {
    dom.classList.add('suggestion-person')
    dom.style.setProperty('--person', color)
    dom.style.setProperty('--ink', inkOn(color))
  }
  return dom
}
