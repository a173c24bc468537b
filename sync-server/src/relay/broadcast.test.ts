import { MESSAGE, readServerFrame, SYNC } from '@sticky/shared/frames'
import * as decoding from 'lib0/decoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { connectionOf, openEnd } from '../../test/stage/connection.ts'
import { Broadcast } from './broadcast.ts'
import type { Delivery } from './broadcast.ts'
import type { Connection } from './connection.ts'

/** Somebody's socket, and every write to it. */
class Listener {
  readonly writes: Uint8Array[] = []
  readonly connection: Connection

  constructor(sticky: boolean) {
    const socket = openEnd({ sticky, write: (messages) => void this.writes.push(messages) })
    this.connection = connectionOf('u', {}, socket)
  }

  /** The payloads; all of them are short. */
  get messages(): Uint8Array[] {
    const bytes = Buffer.concat(this.writes)
    const payloads: Uint8Array[] = []
    for (let at = 0; at < bytes.length;) {
      const length = bytes[at + 1] ?? 0
      payloads.push(bytes.subarray(at + 2, at + 2 + length))
      at += 2 + length
    }
    return payloads
  }

  /** The text of whoever applies what came. */
  get text(): string {
    const doc = new Y.Doc()
    for (const message of this.messages)
      for (const update of updatesIn(message)) Y.applyUpdate(doc, update)
    return doc.getText('content').toJSON()
  }
}

const updatesIn = (message: Uint8Array): Uint8Array[] => {
  const decoder = decoding.createDecoder(message)
  if (decoding.readVarUint(decoder) === MESSAGE.sync) {
    expect(decoding.readVarUint(decoder)).toBe(SYNC.update)
    return [Uint8Array.from(decoding.readVarUint8Array(decoder))]
  }
  const frame = readServerFrame(decoder)
  return frame.kind === 'updates' ? frame.updates : []
}

const listeners = (count: number, sticky: boolean): Listener[] =>
  Array.from({ length: count }, () => new Listener(sticky))

/** Letters that these people typed one after the other in one turn. */
const letters = (text: string, authors: readonly (Listener | null)[]): Delivery[] => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const letter of text) doc.getText('content').insert(doc.getText('content').length, letter)
  return updates.map((update, i) => ({
    seq: i + 1,
    update,
    from: authors[i % authors.length]?.connection ?? null,
  }))
}

describe('what a turn brings to everybody', () => {
  it('R18 F23: is encoded once, the same bytes for all of a kind, and one write to each', () => {
    const [sticky, plain] = [listeners(5, true), listeners(5, false)]
    const broadcast = new Broadcast(0, letters('hello', [null]), plain.length)
    for (const { connection } of [...sticky, ...plain]) broadcast.sendTo(connection)
    for (const kind of [sticky, plain]) {
      const [first] = kind
      for (const { writes } of kind) {
        expect(writes.length).toBe(1)
        expect(writes[0]).toBe(first?.writes[0])
      }
      expect(kind.map(({ text }) => text)).toEqual(Array.from({ length: 5 }, () => 'hello'))
      // plain clients read one update of a message; they get one that holds all
      expect(first?.messages.length).toBe(1)
    }
  })

  it('F23: for few plain receivers each update is a message of its own, as it came', () => {
    const [reader] = listeners(1, false)
    const deliveries = letters('hello', [null])
    if (reader === undefined) throw new Error('nobody')
    new Broadcast(0, deliveries, 1).sendTo(reader.connection)
    expect(reader.writes.length).toBe(1)
    expect(reader.messages.flatMap(updatesIn)).toEqual(deliveries.map(({ update }) => update))
  })

  it('R17: brings nobody alone their own, and of two plain authors each the other’s', () => {
    const [ada, grace] = listeners(2, false)
    if (ada === undefined || grace === undefined) throw new Error('nobody')
    new Broadcast(0, letters('abc', [ada]), 2).sendTo(ada.connection)
    expect(ada.writes).toEqual([])
    const deliveries = letters('agagg', [ada, grace])
    const broadcast = new Broadcast(0, deliveries, 2)
    for (const author of [ada, grace]) {
      broadcast.sendTo(author.connection)
      const others = deliveries.filter(({ from }) => from !== author.connection)
      expect(author.messages.flatMap(updatesIn)).toEqual(others.map(({ update }) => update))
    }
  })
})
