import type { Direction } from './bidi.ts'
import { cleanLine } from './clean.ts'
import { splitEmoji } from './emoji.ts'
import type { Ink } from './ink.ts'
import { fitLine, lineInks } from './line.ts'
import { Mark } from './model.ts'
import { inkOn, safeColor } from './theme.ts'
import type { Look } from './token.ts'

export type Person = { name: string; color: string }

const maxAvatars = 4
const avatar = 22
const overlap = 3
const ring = 2

const initials: Look = { size: 11, leading: avatar, color: '#ffffff', mark: Mark.bold }
const byline: Look = { size: 13, leading: avatar, color: 'muted', mark: 0, direction: 'ltr' }

/** "Ada", "Ada and Bo", "Ada and 3 others", or nothing. `count` is how many there are in all. */
export function peopleText(people: readonly Person[], count: number): string {
  const [first, second] = people.map((person) => nameOf(person.name))
  const others = Math.max(people.length, Math.floor(count) || 0) - 1
  if (first === undefined) return others >= 0 ? peopleCount(others + 1) : ''
  if (others < 1) return first
  if (others === 1) return `${first} and ${second ?? '1 other'}`
  return `${first} and ${others} others`
}

function nameOf(name: string): string {
  const whole = cleanLine(name, 80)
  const letters = Array.from(whole)
  return letters.length > 32 ? `${letters.slice(0, 31).join('').trimEnd()}…` : whole || 'Somebody'
}

function peopleCount(count: number): string {
  return count === 1 ? '1 person' : `${count} people`
}

/** Those whose avatars are drawn. */
export function shownPeople(people: readonly Person[]): readonly Person[] {
  return people.slice(0, maxAvatars)
}

/** The people's avatars, the first on top, and who they are; one row of 22 logical pixels that begins at `side`. */
export function peopleInks(
  people: readonly Person[],
  count: number,
  x: number,
  y: number,
  width: number,
  side: Direction,
): Ink[] {
  const shown = shownPeople(people)
  const avatars = shown.map((person, i) => {
    const from = i * (avatar - overlap)
    return avatarInks(person, side === 'rtl' ? x + width - from - avatar : x + from, y)
  })
  const taken = shown.length > 0 ? shown.length * (avatar - overlap) + overlap + 8 : 0
  const spans = [{ text: peopleText(people, count), mark: 0, at: 0 }]
  const [line] = fitLine(spans, byline, width - taken)
  const [left, align] = side === 'rtl' ? [x, 'right' as const] : [x + taken, 'left' as const]
  const names = line ? lineInks(line, byline, left, y, align, width - taken) : []
  return [...avatars.toReversed().flat(), ...names]
}

function avatarInks(person: Person, x: number, y: number): Ink[] {
  const color = safeColor(person.color)
  const spans = [{ text: initialOf(person.name), mark: 0, at: 0 }]
  const look: Look = { ...initials, color: inkOn(color) }
  const [line] = fitLine(spans, look, avatar)
  return [
    disc(x - ring, y - ring, avatar + 2 * ring, 'background'),
    disc(x, y, avatar, color),
    ...(line ? lineInks(line, look, x, y, 'center', avatar) : []),
  ]
}

function disc(x: number, y: number, size: number, color: 'background' | `#${string}`): Ink {
  return { kind: 'box', x, y, width: size, height: size, radius: size / 2, color }
}

/** The first letter of a name, or its first emoji if it has no letter. */
function initialOf(name: string): string {
  const text = cleanLine(name, 40)
  const letter = /[\p{L}\p{N}]/u.exec(text)?.[0]
  return letter?.toUpperCase() ?? splitEmoji(text)[0]?.text.slice(0, 16) ?? '?'
}
