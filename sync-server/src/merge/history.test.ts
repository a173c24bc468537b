import { beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { newWorld } from '../../test/stage/store.ts'
import { entry, snapshot, START } from '../store/contract/world.ts'
import type { World } from '../store/contract/world.ts'
import type { Store } from '../store/types.ts'
import { makeVersion, thinning } from './history.ts'

const MINUTE = 60_000
const YEAR = 365 * 24 * 60 * MINUTE

let store: Store
let world: World
let document: string

beforeEach(async () => {
  ;({ store, world } = await newWorld())
  document = await world.document()
})

/** Somebody writes a text of their own in place of what is there, and it is merged. */
const write = async (text: string, at: number): Promise<void> => {
  const doc = new Y.Doc()
  doc.clientID = 7
  doc.getText('content').insert(0, text)
  const update = Y.encodeStateAsUpdate(doc)
  const append = await world.next(document)
  await store.log.append([{ ...append, entries: [entry(text, { at, author: 'user:ada' })] }])
  const merged = snapshot(append.expected + 1, { text, update, authors: [[7, 'user:ada']], at })
  await store.snapshots.put(document, append.expected, merged)
}

const texts = async (): Promise<(string | undefined)[]> => {
  const rows = await store.history.of(document, { before: null, limit: 100 })
  return Promise.all(rows.map(async ({ seq }) => (await store.history.get(document, seq))?.text))
}

it('F28: when a version is added, those that have become too many are forgotten', async () => {
  for (const [i, at] of [0, 1, 2, 60, 61].entries()) {
    await write(`${i}`, START + at * MINUTE)
    await makeVersion(store, document, START + at * MINUTE)
  }
  expect(await texts()).toEqual(['4', '3', '2', '1'])
  await write('later', START + YEAR / 12)
  await makeVersion(store, document, START + YEAR / 12)
  expect(await texts()).toEqual(['later', '4'])
  await write('much later', START + 2 * YEAR)
  await makeVersion(store, document, START + 2 * YEAR)
  expect(await texts()).toEqual(['much later', 'later', '4'])
})

it('F28: without another edit, too, those that have become too many are forgotten, a few documents at a time', async () => {
  const documents: string[] = []
  for (let i = 0; i < 3; i += 1) {
    document = await world.document()
    documents.push(document)
    for (const minute of [0, 1, 2]) {
      await write(`${minute}`, START + minute * MINUTE)
      await makeVersion(store, document, START + minute * MINUTE)
    }
  }
  const left = async (): Promise<number[]> => {
    const page = { before: null, limit: 100 }
    const all = documents.toSorted().map((one) => store.history.of(one, page))
    return (await Promise.all(all)).map(({ length }) => length)
  }
  const thinSome = thinning(store.history)
  await thinSome(10, START + 3 * MINUTE)
  expect(await left()).toEqual([3, 3, 3])
  await thinSome(2, START + 2 * YEAR)
  expect(await left()).toEqual([1, 1, 3])
  await thinSome(2, START + 2 * YEAR)
  expect(await left()).toEqual([1, 1, 1])
  expect(await texts()).toEqual(['2'])
})

it('F28 R13: a version says whose its text is; an id that nobody is known for is nobody’s', async () => {
  await write('mine', START)
  const merged = await store.snapshots.latest(document)
  await makeVersion(store, document, START)
  expect((await store.history.get(document, 1))?.authorship).toEqual({
    authors: ['user:ada'],
    runs: [[4, 0]],
  })
  await world.write(document, 'x')
  await store.snapshots.put(document, 1, {
    ...snapshot(2),
    ...merged,
    coversSeq: 2,
    authors: [],
    text: 'other',
  })
  await makeVersion(store, document, START)
  expect((await store.history.get(document, 2))?.authorship).toEqual({
    authors: [''],
    runs: [[4, 0]],
  })
})

it('C2: interrupted before anything is forgotten, the next one does it', async () => {
  for (const at of [0, 1]) {
    await write(`${at}`, START + at * MINUTE)
    await makeVersion(store, document, START + at * MINUTE)
  }
  await write('later', START + 2 * YEAR)
  const dying = { ...store.history, drop: () => Promise.reject(new Error('killed here')) }
  const when = START + 2 * YEAR
  await expect(makeVersion({ ...store, history: dying }, document, when)).rejects.toThrow('killed')
  expect(await texts()).toEqual(['later', '1', '0'])
  await write('last', when + 1)
  await makeVersion(store, document, when + 1)
  expect(await texts()).toEqual(['last', 'later', '1'])
})
