import type { Awareness } from 'y-protocols/awareness'
import { element } from '../ui/dom.ts'
import type { View } from '../ui/dom.ts'
import { initials, readPerson } from './person.ts'
import type { Person } from './person.ts'

const SHOWN = 4

/** Who has the document open: one circle for each person, however many tabs they have; pressed, they are followed. */
export const avatars = (
  awareness: Awareness,
  self: Person,
  follow: (person: Person) => void,
): View => {
  const dom = element('ul', { class: 'avatars', 'aria-label': 'People here' })
  let shown = ''
  const show = (): void => {
    const people = peopleHere(awareness, self)
    const now = JSON.stringify(people)
    // every move of a caret is news here, and who is at one of the buttons stays there
    if (now === shown) return
    shown = now
    const rest = people.slice(SHOWN)
    dom.replaceChildren(
      ...people
        .slice(0, SHOWN)
        .map((person) => (person === self ? avatar(person, true) : followable(person, follow))),
    )
    if (rest.length > 0) dom.append(more(rest))
  }
  awareness.on('change', show)
  show()
  return { dom, destroy: () => awareness.off('change', show) }
}

const peopleHere = (awareness: Awareness, self: Person): Person[] => {
  const people = new Map<string, Person>()
  for (const state of awareness.getStates().values()) {
    const person = readPerson(state)
    if (person !== null && person.id !== self.id) people.set(person.id, person)
  }
  return [...people.values(), self]
}

/** Some people, without what becomes of them. */
export const avatarList = (people: readonly Person[], label: string): HTMLElement => {
  const rest = people.slice(SHOWN)
  return element('ul', { class: 'avatars', 'aria-label': label }, [
    ...people.slice(0, SHOWN).map((person) => avatar(person, false)),
    ...(rest.length > 0 ? [more(rest)] : []),
  ])
}

const avatar = (person: Person, isSelf: boolean): HTMLLIElement => {
  const name = isSelf ? `${person.name} (you)` : person.name
  const circle = element(
    'span',
    { class: 'avatar', role: 'img', 'aria-label': name, title: name },
    [initials(person.name)],
  )
  circle.style.setProperty('--person', person.color)
  return element('li', {}, [circle])
}

const followable = (person: Person, follow: (person: Person) => void): HTMLLIElement => {
  const label = `${person.name}: follow`
  const circle = element(
    'button',
    { type: 'button', class: 'avatar', 'aria-label': label, title: label },
    [initials(person.name)],
    { click: () => follow(person) },
  )
  circle.style.setProperty('--person', person.color)
  return element('li', {}, [circle])
}

const more = (people: Person[]): HTMLLIElement => {
  const names = people.map(({ name }) => name).join(', ')
  const label = `and ${people.length} more: ${names}`
  return element('li', {}, [
    element('span', { class: 'avatar', role: 'img', 'aria-label': label, title: names }, [
      `+${people.length}`,
    ]),
  ])
}
