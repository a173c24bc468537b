import type { Extension } from '@codemirror/state'
import { EditorView, ViewPlugin } from '@codemirror/view'
import type { Awareness } from 'y-protocols/awareness'
import { readPerson } from '../../presence/person.ts'
import type { Person } from '../../presence/person.ts'
import { later } from '../later.ts'
import { arrivalsText } from './arrivals-text.ts'
import { onOthers } from './others.ts'

/** Who is back within this time has not been away; a crowd that comes at once is one sentence. In ms. */
const SETTLED = 2_000

/** Says to screen readers who has come and who has gone, when they have nothing else to say. */
export const arrivals = (awareness: Awareness): Extension =>
  ViewPlugin.define((view) => {
    let known = othersIn(awareness)
    let settled = false
    const tell = later(() => {
      const now = new Map([...forgottenOf(awareness, known), ...othersIn(awareness)])
      const text = arrivalsText(namesOf(known), namesOf(now))
      known = now
      settled = true
      if (text !== '') view.dispatch({ effects: EditorView.announce.of(text) })
    }, SETTLED)
    tell.ask()
    const ignore = onOthers(awareness, ({ added, removed }) => {
      // who was here before oneself is no news
      if (!settled) known = new Map([...known, ...othersIn(awareness)])
      if (added.length + removed.length > 0) tell.ask()
    })
    return {
      destroy: () => {
        ignore()
        tell.stop()
      },
    }
  })

/** People by the client ids of their tabs. */
type Tabs = ReadonlyMap<number, Person>

const othersIn = (awareness: Awareness): Map<number, Person> => {
  const own = readPerson(awareness.getLocalState())?.id
  const others = new Map<number, Person>()
  for (const [client, state] of awareness.getStates()) {
    const person = client === awareness.clientID ? null : readPerson(state)
    if (person !== null && person.id !== own) others.set(client, person)
  }
  return others
}

/** Where one's own line is cut, nobody has left: they are forgotten, without the clock that stays of who has. */
const forgottenOf = (awareness: Awareness, known: Tabs): [number, Person][] =>
  [...known].filter(([client]) => !awareness.meta.has(client))

const namesOf = (tabs: Tabs): Map<string, string> =>
  new Map(Array.from(tabs.values(), ({ id, name }) => [id, name]))
