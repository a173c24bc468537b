import { StateEffect, StateField } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { EditorView, keymap, showPanel, ViewPlugin } from '@codemirror/view'
import type { Panel } from '@codemirror/view'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Person } from '../../presence/person.ts'
import { button } from '../../ui/button.ts'
import { element } from '../../ui/dom.ts'
import { onOthers } from './others.ts'
import { readPeers } from './positions.ts'

const chosen = StateEffect.define<Person | null>()

/** Who is followed now. */
const followed = StateField.define<Person | null>({
  create: () => null,
  update: (person, { effects }) => {
    const effect = effects.find((effect) => effect.is(chosen))
    return effect === undefined ? person : effect.value
  },
  provide: (field) => showPanel.from(field, (person) => (person === null ? null : panel(person))),
})

export const followedIn = (view: EditorView): Person | null => view.state.field(followed)

/** From now on the text is scrolled to where they are; null: no more. Says so. */
export const follow = (view: EditorView, person: Person | null): void => {
  const before = followedIn(view)
  if (before?.id === person?.id) return
  const text =
    person === null ? `Not following ${before?.name} any more` : `Following ${person.name}`
  view.dispatch({ effects: [chosen.of(person), EditorView.announce.of(text)] })
}

/** Following ends when one writes, scrolls, moves the caret or presses Escape, and when they leave. */
export const following = (text: Y.Text, awareness: Awareness): Extension => [
  followed,
  keymap.of([{ key: 'Escape', run: stop }]),
  ViewPlugin.define(
    (view) => {
      const go = (): void => {
        const person = followedIn(view)
        if (person !== null) goTo(view, text, awareness, person)
      }
      const ignore = onOthers(awareness, go)
      return {
        update: ({ startState, state, transactions }) => {
          if (state.field(followed)?.id !== startState.field(followed)?.id) queueMicrotask(go)
          else if (
            transactions.some((one) => one.isUserEvent('input') || one.isUserEvent('select'))
          )
            queueMicrotask(() => stop(view))
        },
        destroy: ignore,
      }
    },
    {
      eventObservers: {
        wheel: (_, view) => void stop(view),
        touchmove: (_, view) => void stop(view),
      },
    },
  ),
]

const stop = (view: EditorView): boolean => {
  if (followedIn(view) === null) return false
  follow(view, null)
  return true
}

const goTo = (view: EditorView, text: Y.Text, awareness: Awareness, { id }: Person): void => {
  const isHere = [...awareness.getStates().values()].some(
    (state) => (state['user'] as { id?: unknown } | undefined)?.id === id,
  )
  if (!isHere) return void stop(view)
  const peer = readPeers(view, text, awareness).find(({ person }) => person.id === id)
  if (peer === undefined) return undefined
  view.dispatch({
    effects: EditorView.scrollIntoView(peer.head, { y: 'nearest', yMargin: 96 }),
  })
  return undefined
}

const panel =
  ({ name, color }: Person) =>
  (view: EditorView): Panel => {
    const dom = element('div', { class: 'following' }, [
      element('span', {}, [`Following ${name}`]),
      button('Stop', () => stop(view), 'quiet'),
    ])
    dom.style.setProperty('--person', color)
    return { dom, top: true }
  }
