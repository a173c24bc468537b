import { expect, it, vi } from 'vitest'
import { HandDevice } from './hand-device.ts'
import { Person, says, state } from './people.ts'
import { StandIn } from './stand-in.ts'

/** Seeds that once failed; they stay. (Client ids are Yjs's own: other ones in each run.) */
const KNOWN = [107, 135, 165, 246, 248, 258]
const SEEDS = [...KNOWN, ...Array.from({ length: 30 }, (_, i) => 101 + i)]

const sequence = (seed: number) => (): number => {
  seed = (seed * 48_271) % 2_147_483_647
  return seed / 2_147_483_647
}

/** Everybody's browsers, and the words they have typed. A word is never typed twice, so that each can be counted. */
class Crowd {
  readonly server = new StandIn()
  readonly random: () => number
  readonly words = new Set<string>()
  readonly done = new Map<string, number>()
  people: Person[]

  constructor(seed: number) {
    this.random = sequence(seed)
    const [shared, another] = [new HandDevice(), new HandDevice()]
    this.people = [
      new Person(this.server, shared, 'ada'),
      new Person(this.server, shared, 'ada'),
      new Person(this.server, another, 'grace'),
    ]
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[Math.floor(this.random() * from.length)] ?? from[0]
  }

  async act(): Promise<void> {
    const [first, ...rest] = this.people
    if (first === undefined) return
    const person = this.pick([first, ...rest])
    const { server } = this
    const name = this.pick([
      ...(['type', 'type', 'type', 'type', 'type', 'type', 'type', 'delete'] as const),
      ...(['flush', 'flush', 'flush', 'flush', 'flush', 'up', 'edit', 'edit'] as const),
      ...(['cut', 'down', 'up', 'up', 'mute', 'crash', 'leave', 'lease'] as const),
      ...(['refuse', 'resync', 'view', 'edit', 'edit', 'reset', 'sleep'] as const),
    ])
    this.done.set(name, (this.done.get(name) ?? 0) + 1)
    switch (name) {
      case 'type':
        return this.#type(person)
      case 'delete':
        return this.#delete(person)
      case 'flush':
        return server.flush(this.pick([0, 60, 500, 10_000]))
      case 'cut':
        return server.cut(this.pick([1006, 4500, 4401, 1009]))
      case 'down':
        server.up = false
        return
      case 'up':
        server.up = true
        return
      case 'mute':
        server.mute = !server.mute
        return
      case 'crash':
        await new Promise((resolve) => setTimeout(resolve)) // the device has taken what was typed
        return this.#again(person, () => person.crash())
      case 'leave':
        return this.#again(person, () => person.open.close())
      case 'refuse':
        return server.refuse(this.pick(['malformed', 'gap', 'too fast', 'full', 'not yours']))
      case 'resync':
        return server.refuse('resync')
      case 'view':
      case 'edit':
        server.role = name
        return server.say({ kind: 'access', role: name })
      case 'sleep':
        return server.clock.sleep(120_000)
      default:
        return server.say({ kind: name })
    }
  }

  #type(person: Person): void {
    const { status, text } = person
    if (!status.loaded || status.state.kind === 'ended' || status.role !== 'edit') return
    const word = `<${this.words.size}>`
    this.words.add(word)
    text.insert(this.#gap(text.toJSON()), word)
  }

  /** Not inside a word. */
  #gap(text: string): number {
    const gaps = [0, ...[...text.matchAll(/>/g)].map(({ index }) => index + 1)]
    return gaps[Math.floor(this.random() * gaps.length)] ?? 0
  }

  /** Deletes a word; who undoes a delete by accident makes the count of it 1, which is allowed. */
  #delete({ status, text }: Person): void {
    const [word] = /<\d+>/.exec(text.toJSON()) ?? []
    if (word === undefined || status.role !== 'edit' || status.state.kind === 'ended') return
    text.delete(text.toJSON().indexOf(word), word.length)
    this.words.delete(word)
    this.words.add(`${word} deleted`)
  }

  #again(person: Person, end: () => void): void {
    end()
    const next = new Person(this.server, person.device, person.user)
    this.people = this.people.map((other) => (other === person ? next : other))
  }

  /** Also those of tabs that are gone. */
  async asides(): Promise<string[]> {
    const kept = this.people.map(async ({ device, user }) => (await device.open(user, 'd')).kept)
    return (await Promise.all(kept)).flatMap(({ asides }) => asides.map(({ text }) => text))
  }

  /** The storm is over: the line holds, and everybody opens the document once more. */
  async rest(): Promise<void> {
    const { server } = this
    Object.assign(server, { up: true, mute: false, role: 'edit' })
    server.refuse('gap', 0)
    server.cut()
    for (let i = 0; i < 20; i += 1) await server.flush(2_000)
    for (const person of this.people) this.#again(person, () => person.open.close())
    for (let i = 0; i < 20; i += 1) await server.flush(2_000)
  }
}

it.each(SEEDS)(
  'seed %i: after any storm all are the same, and each word is there once or set aside (F22, F25, R20)',
  async (seed) => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const crowd = new Crowd(seed)
    await crowd.server.flush()
    for (let i = 0; i < 150; i += 1) await crowd.act()
    await crowd.rest()
    const [first] = crowd.people
    const text = first?.text.toJSON() ?? ''
    for (const person of crowd.people) {
      expect(person.text.toJSON()).toBe(text)
      expect([state(person), person.status.unsaved]).toEqual(['live', 0])
      expect(says(person)).toMatch(/^Saved|^Not saved/)
    }
    const asides = await crowd.asides()
    for (const word of crowd.words) {
      const count = text.split(word).length - 1
      const deleted = word.endsWith('deleted')
      const aside = asides.some((other) => other.includes(word))
      expect({ word, count, fine: deleted || count === 1 || (count === 0 && aside) }).toEqual({
        word,
        count,
        fine: true,
      })
    }
    expect(crowd.words.size).toBeGreaterThan(4)
    expect(crowd.done.size).toBeGreaterThan(12)
  },
)
