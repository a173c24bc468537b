import { expect, it } from 'vitest'
import { initials, inkOn, readPerson } from './person.ts'

it('takes colours of the palette’s form only, so that nothing else reaches a style (T11)', () => {
  const user = { id: 'u', name: 'Eve' }
  const color = (value: unknown) => readPerson({ user: { ...user, color: value } })?.color
  expect(color('#5865F2')).toBe('#5865F2')
  expect(color('red;position:fixed;background:url(//evil)')).toBe('#80848e')
  expect(color('#5865f2;')).toBe('#80848e')
  expect(color(undefined)).toBe('#80848e')
})

it('is nobody until the server has stamped the presence (R40)', () => {
  expect(readPerson({ cursor: {} })).toBeNull()
  expect(readPerson({ user: { name: 1 } })).toBeNull()
  expect(readPerson(null)).toBeNull()
})

it.each([
  ['Grace Brewster Hopper', 'GH'],
  ['ada', 'A'],
  ['  李 小龙 ', '李小'],
  ['🦀 crab', '🦀C'],
  ['', '?'],
])('initials of %j are %s', (name, expected) => expect(initials(name)).toBe(expected))

it.each([
  ['#ffffff', '#000000'],
  ['#1e1f22', '#ffffff'],
  ['#f0b232', '#000000'],
])('ink on %s is %s', (color, ink) => expect(inkOn(color)).toBe(ink))
