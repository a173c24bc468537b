import type { CompletionSource } from '@codemirror/autocomplete'
import type { Awareness } from 'y-protocols/awareness'
import { initials, readPerson } from '../../presence/person.ts'
import type { Person } from '../../presence/person.ts'
import { queryAfter, ranked } from './suggestion.ts'
import type { Suggestion } from './suggestion.ts'

/** Who is here. */
type Here = Pick<Awareness, 'getStates'>

/** `@` and a few letters: who is here now. Only the name is written; nobody is rung for. */
export const peopleSuggestions =
  (awareness: Here): CompletionSource =>
  (context) => {
    const query = queryAfter(context, '@', /^[\p{L}\p{N}._-]{0,30}$/u)
    if (query === null || context.state.readOnly) return null
    const people = peopleIn(awareness).map((person) => ({ ...person, words: person.name }))
    const options = ranked(people, query.text).map(asSuggestion)
    return options.length === 0 ? null : { from: query.from - 1, options, filter: false }
  }

const peopleIn = (awareness: Here): Person[] => {
  const people = new Map<string, Person>()
  for (const state of awareness.getStates().values()) {
    const person = readPerson(state)
    if (person !== null) people.set(person.id, person)
  }
  return [...people.values()]
}

const asSuggestion = ({ name, color }: Person): Suggestion => ({
  label: `@${name}`,
  sign: initials(name),
  color,
  apply: `@${name} `,
})
