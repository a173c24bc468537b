import { beforeEach, describe, expect, it } from 'vitest'
import { Random } from '../../test/fuzz/random.ts'
import { newWorld } from '../../test/stage/store.ts'
import type { World } from '../store/contract/world.ts'
import { etagOf, ROOT } from '../store/text.ts'
import type { Loaded, Store } from '../store/types.ts'
import { compact, openDocument } from './compact.ts'
import { makeEdit } from './edit.ts'
import type { MadeEdit } from './edit.ts'
import { textAt } from './past.ts'

const ROOMY = 1_000_000
const ADA = 'user:ada'

let store: Store
let world: World
let document: string

beforeEach(async () => {
  ;({ store, world } = await newWorld())
  document = await world.document()
})

const load = async (): Promise<Loaded> => {
  const loaded = await store.log.load(document)
  if (loaded === null) throw new Error('there is no such document')
  return loaded
}

const textNow = async (): Promise<string> => {
  const doc = openDocument(await load())
  const text = doc.getText(ROOT).toJSON()
  doc.destroy()
  return text
}

const append = async (author: string, made: MadeEdit | null): Promise<void> => {
  if (made === null) return
  const { seq: expected, epoch } = await world.head(document)
  const { update, client, from, length } = made
  const clients = length === 0 ? [] : [{ client, from, to: from + length }]
  const entry = { author, clients, at: Date.now(), update }
  const [result] = await store.log.append([{ document, expected, epoch, entries: [entry] }])
  expect(result?.kind).toBe('appended')
}

/** Somebody makes the text this one, having seen all that there is. */
const write = async (author: string, text: string): Promise<void> => {
  const loaded = await load()
  const basedOn = etagOf(await textNow())
  const edit = { kind: 'replace', text, basedOn } as const
  await append(author, makeEdit(loaded, document, author, edit, ROOMY))
}

/** What merge does once writing pauses. */
const fold = async (at = Date.now()): Promise<void> => {
  const loaded = await load()
  const { snapshot } = compact(loaded, at)
  await store.snapshots.put(document, loaded.snapshot?.coversSeq ?? 0, snapshot)
}

/** Ada begins a quick edit; what she sends later is merged with what has become of the text. */
const begin = async (): Promise<(text: string, textLength?: number) => Promise<string>> => {
  const { seq } = await world.head(document)
  return async (text, textLength = ROOMY) => {
    const base = await textAt(store, document, seq)
    const edit = { kind: 'merged', base, text } as const
    await append(ADA, makeEdit(await load(), document, ADA, edit, textLength))
    return textNow()
  }
}

describe('F7: a three-way merge', () => {
  it.each([
    [
      'both stay, apart from each other',
      'Zero one two three',
      'one 2 three',
      'one two three',
      'Zero one 2 three',
    ],
    ['nobody else wrote', 'one two', 'one 2', 'one two', 'one 2'],
    ['nothing was changed', 'one 2', 'one two', 'one two', 'one 2'],
    ['both changed it alike', 'the end', 'the end', 'teh end', 'the end'],
    [
      'what was deleted by one stays deleted',
      'one three',
      'one two three four',
      'one two three',
      'one three four',
    ],
    [
      'what the other wrote within words that are deleted stays',
      'one NEW two',
      '',
      'one two',
      'NEW',
    ],
  ])('F7: %s', async (_, theirs, mine, base, expected) => {
    await write('user:grace', base)
    const finish = await begin()
    await write('user:grace', theirs)
    expect((await finish(mine)).trim()).toBe(expected)
  })

  it('F7: of the same words both keep theirs', async () => {
    await write('user:grace', 'lunch at noon today')
    const finish = await begin()
    await write('user:grace', 'lunch at eleven today')
    expect(await finish('lunch at one today')).toBe('lunch at eleven one today')
  })

  it('F7: who has written meanwhile, with another window, loses nothing of that', async () => {
    await write(ADA, 'one two')
    const finish = await begin()
    await write(ADA, 'one two three')
    await write(ADA, 'zero one two three')
    expect(await finish('one 2')).toBe('zero one 2 three')
  })

  it('F7: the base may lie before several snapshots', async () => {
    await write('user:grace', 'one two')
    const finish = await begin()
    for (const text of ['one two three', 'one two three four', 'one two three four five']) {
      await write('user:grace', text)
      await fold()
    }
    expect(await finish('one 2')).toBe('one 2 three four five')
  })

  it('F7: also of a document whose log was trimmed, for an hour', async () => {
    const minutes = (n: number): number => Date.now() + n * 60_000
    const window = minutes(24 * 60)
    await write('user:grace', 'one')
    await fold(minutes(-120))
    await write('user:grace', 'one two')
    await fold(minutes(-90))
    await store.log.trim(document, window, 100)
    expect((await world.head(document)).trimmed).toBeGreaterThan(0)
    const finish = await begin()
    for (const text of ['one two three', 'one two three four', 'one two three four five']) {
      await write('user:grace', text)
      await fold()
    }
    expect(await finish('1 two')).toBe('1 two three four five')
  })

  it('F7: what is not kept any more is refused, and nothing is written', async () => {
    await write('user:grace', 'one')
    const finish = await begin()
    for (const text of ['one two', 'one two three']) {
      await write('user:grace', text)
      await fold()
    }
    await store.log.trim(document, Date.now() + 60_000, 100)
    await expect(finish('1')).rejects.toMatchObject({ code: 'precondition_failed' })
    expect(await textNow()).toBe('one two three')
  })

  it('F7: what is not there yet is no base', async () => {
    await write('user:grace', 'one')
    await expect(textAt(store, document, 2)).rejects.toMatchObject({ code: 'precondition_failed' })
  })

  it('R50: what both together make too long is refused', async () => {
    await write('user:grace', 'one')
    const finish = await begin()
    await write('user:grace', 'one two')
    await expect(finish('one three', 10)).rejects.toMatchObject({ code: 'too_large' })
    expect(await finish('on', 10)).toBe('on two')
  })

  /** Words that nobody wrote twice, changed at random; `mark` is in each new one. */
  const scribble = (random: Random, base: readonly string[], mark: string): string[] => {
    let count = 0
    const fresh = (): string => `${mark}${(count += 1)}${mark}`
    return base.flatMap((word) => {
      if (word === '\n') return [word]
      if (random.chance(0.1)) return []
      if (random.chance(0.1)) return [fresh()]
      if (random.chance(0.1)) return [word, fresh()]
      if (random.chance(0.05)) return [fresh(), fresh(), word]
      if (random.chance(0.05)) return [`${word.slice(0, 2)}${fresh()}${word.slice(2)}`]
      return [word]
    })
  }

  const SEEDS = Array.from({ length: 60 }, (_, i) => i + 1)
  it.each(SEEDS)(
    'F7: nobody’s insertion is ever lost, what both kept stands there once and in order (seed %i)',
    async (seed) => {
      const random = new Random(seed)
      const base = Array.from({ length: 5 + random.below(60) }, (_, i) =>
        i % 8 === 7 ? '\n' : `b${i}b`,
      )
      const spaced = (words: readonly string[]): string => words.join(' ')
      await write('user:grace', spaced(base))
      if (random.chance(0.3)) await fold()
      const finish = await begin()
      let theirs: string[] = [...base]
      for (const [i, author] of ['user:grace', ADA, 'link:guest'].entries()) {
        theirs = scribble(random, theirs, `T${'xyz'[i]}`)
        await write(author, spaced(theirs))
        if (random.chance(0.5)) await fold()
      }
      const mine = scribble(random, base, 'M')
      const merged = await finish(spaced(mine))
      const marks = (words: readonly string[]): string[] =>
        words.join(' ').match(/(?:T[xyz]|M)\d+(?:T[xyz]|M)/g) ?? []
      for (const mark of [...marks(theirs), ...marks(mine)]) expect(merged).toContain(mark)
      const kept = base.filter(
        (word) => word !== '\n' && mine.includes(word) && theirs.includes(word),
      )
      for (const word of kept) expect(merged.split(word)).toHaveLength(2)
      const places = kept.map((word) => merged.indexOf(word))
      expect(places).toEqual(places.toSorted((one, other) => one - other))
    },
  )
})
