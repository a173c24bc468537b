import { deepStrictEqual } from 'node:assert/strict'
import * as Y from 'yjs'
import { Random } from '../sync-server/test/fuzz/random.ts'
import { ByteReader } from './load/bytes.ts'
import { presenceMessage, readBeats } from './load/presence.ts'
import { readRanges, writeKeystroke } from './load/update.ts'
import { readTrace, TRACE_NAMES } from './traces.ts'

const NOTHING = new Uint8Array(0)
const CLIENT = 1_234_567_890

/** What Yjs sends when somebody types `x` so many times at the end. */
const typedWithYjs = (client: number, count: number): Uint8Array[] => {
  const doc = new Y.Doc()
  doc.clientID = client
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let i = 0; i < count; i += 1) doc.getText('content').insert(i, 'x')
  return updates
}

/** What the load generator sends: after the WebSocket header with its mask, and sync, update, length. */
const typedByHand = (client: number, count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, clock) => {
    const frame = Buffer.alloc(100)
    const end = writeKeystroke(frame, 0, NOTHING, client, clock)
    deepStrictEqual(frame[1], 0x80 | (end - 6))
    return new Uint8Array(frame.subarray(9, end))
  })

const rangesOf = (update: Uint8Array): Map<number, number> => {
  const reader = new ByteReader()
  const clocks = new Map<number, number>()
  reader.open(update, 0, update.length)
  readRanges(reader, (client, from, to) => {
    deepStrictEqual(from, clocks.get(client) ?? 0)
    clocks.set(client, to)
  })
  return clocks
}

const sameKeystrokes = (): void => {
  for (const client of [1, 300, CLIENT, 2 ** 32 - 1])
    deepStrictEqual(typedByHand(client, 300), typedWithYjs(client, 300))
}

const sameRanges = (): void => {
  const typed = [7, 8, CLIENT].flatMap((client) => typedWithYjs(client, 50))
  const merged = Y.mergeUpdates(new Random(1).shuffled(typed))
  const doc = new Y.Doc()
  Y.applyUpdate(doc, merged)
  doc.getText('content').insert(20, '😀é漢 and more')
  doc.getText('content').delete(5, 60)
  for (const update of [merged, Y.encodeStateAsUpdate(doc)])
    deepStrictEqual(rangesOf(update), Y.decodeStateVector(Y.encodeStateVectorFromUpdate(update)))
}

const sameBeats = (): void => {
  const message = Buffer.from(presenceMessage(NOTHING, CLIENT, 41))
  const reader = new ByteReader()
  reader.open(message, 0, message.length)
  deepStrictEqual(reader.uint(), 1)
  reader.uint()
  const beats: [number, number, number][] = []
  readBeats(reader, message, (...beat) => beats.push(beat))
  deepStrictEqual(beats, [[CLIENT, 41, 42]])
}

/** In order, nothing is ever missing, and everybody has the text of the trace. */
const sameText = (folder?: string): void => {
  for (const name of TRACE_NAMES) {
    const { real, updates, clients, text } = readTrace(name, folder)
    const doc = new Y.Doc()
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update)
    })
    deepStrictEqual(doc.getText('content').toString(), text)
    deepStrictEqual(doc.store.pendingStructs, null)
    deepStrictEqual(clients.length, updates.length)
    console.log(
      `${name}: ${updates.length} updates, ${text.length} characters, ${real ? 'real' : 'made up'}`,
    )
  }
}

/** Checks the benchmarks' own tools against Yjs; throws when one of them is wrong. */
export const selfCheck = (): void => {
  sameKeystrokes()
  sameRanges()
  sameBeats()
  sameText()
  sameText('/nowhere')
  console.log('The tools do what Yjs does.')
}
