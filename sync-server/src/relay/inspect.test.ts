import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { inspect } from './inspect.ts'
import type { Inspected } from './inspect.ts'
import { Knowledge } from './knowledge.ts'
import { excessOf } from './objection.ts'

/** A log as the relay sees it, beside a real document that the relay never has. */
class Witness {
  readonly knowledge = new Knowledge()
  readonly doc = new Y.Doc()
  readonly log: Uint8Array[] = []

  constructor() {
    this.doc.getText('content')
  }

  offer(update: Uint8Array): Inspected {
    const inspected = inspect(update, this.knowledge)
    if (inspected.kind === 'change') {
      this.knowledge.advance(inspected, 'user:somebody')
      Y.applyUpdate(this.doc, update)
      this.log.push(update)
    }
    return inspected
  }

  /** True when everything that passed could be integrated at once, and the relay knows exactly what is there. */
  agrees(): boolean {
    const { store } = this.doc
    if (store.pendingStructs !== null || store.pendingDs !== null) return false
    const vector = Y.decodeStateVector(Y.encodeStateVector(this.doc))
    for (const [client, clock] of vector) if (this.knowledge.clock(client) !== clock) return false
    return this.knowledge.length === this.doc.getText('content').length
  }
}

/** A person's own document; `take` answers with the updates made since the last call. */
class Writer {
  readonly doc = new Y.Doc()
  #updates: Uint8Array[] = []

  constructor(client: number) {
    this.doc.clientID = client
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'remote') this.#updates.push(update)
    })
  }

  get text(): Y.Text {
    return this.doc.getText('content')
  }

  take(): Uint8Array[] {
    const updates = this.#updates
    this.#updates = []
    return updates
  }

  hear(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, 'remote')
  }
}

type Step = { who: number; at: number; insert: string; remove: number; talk: boolean }

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat(2),
  at: fc.nat(40),
  insert: fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('é', '漢字', '👩‍🚀', '', '\n- [ ] ')),
  remove: fc.nat(5),
  talk: fc.boolean(),
})

const act = (writer: Writer, { at, insert, remove }: Step): void => {
  const place = Math.min(at, writer.text.length)
  writer.doc.transact(() => {
    writer.text.delete(place, Math.min(remove, writer.text.length - place))
    writer.text.insert(place, insert)
  })
}

/** Three people write; what is talked about reaches the witness and everybody. */
const play = (
  steps: readonly Step[],
): { witness: Witness; writers: Writer[]; refused: Inspected[] } => {
  const witness = new Witness()
  const writers = [new Writer(1), new Writer(2), new Writer(3)]
  const refused: Inspected[] = []
  for (const one of steps) {
    const writer = writers[one.who]
    if (writer === undefined) continue
    act(writer, one)
    if (!one.talk) continue
    for (const update of writer.take()) {
      const inspected = witness.offer(update)
      if (inspected.kind === 'refused') refused.push(inspected)
      for (const other of writers) if (other !== writer) other.hear(update)
    }
  }
  return { witness, writers, refused }
}

const textUpdate = (text: string, client = 1): Uint8Array => {
  const writer = new Writer(client)
  writer.text.insert(0, text)
  const [update] = writer.take()
  if (update === undefined) throw new Error('nothing was written')
  return update
}

describe('inspection without a document', () => {
  it('F60 R12 R14: takes all that Yjs makes of people typing, and knows exactly what a document would', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { witness, refused } = play(steps)
        expect(refused).toEqual([])
        expect(witness.agrees()).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('R12: reads out of an update what the decoder of Yjs reads out of it', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        const { writers } = play(steps.map((one) => ({ ...one, talk: true })))
        for (const { doc } of writers) {
          const update = Y.encodeStateAsUpdate(doc)
          const inspected = inspect(update, new Knowledge())
          if (inspected.kind !== 'change') continue
          const { structs, ds } = Y.decodeUpdate(update)
          const ends = new Map<number, number>()
          for (const { id, length } of structs) ends.set(id.client, id.clock + length)
          expect(new Map(inspected.ranges.map(({ client, to }) => [client, to]))).toEqual(ends)
          const deleted = new Knowledge()
          deleted.advance(inspected, 'user:somebody')
          for (const [client, ranges] of ds.clients) {
            for (const { clock, len } of ranges) {
              expect(deleted.deletes(client, clock, clock + len)).toBe(true)
            }
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  it('R17: what is known costs nothing, also a whole document sent again', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { witness } = play(steps)
        for (const update of witness.log)
          expect(inspect(update, witness.knowledge).kind).toBe('known')
        expect(['known', 'empty']).toContain(
          inspect(Y.encodeStateAsUpdate(witness.doc), witness.knowledge).kind,
        )
      }),
      { numRuns: 60 },
    )
  })

  it('R12 T25: whatever bytes pass, no document that loads them throws or is left waiting', () => {
    const mutation = fc.record({
      at: fc.nat(400),
      value: fc.nat(255),
      kind: fc.constantFrom('set', 'cut', 'insert'),
    })
    let passed = 0
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 2, maxLength: 12 }),
        fc.array(mutation, { minLength: 1, maxLength: 2 }),
        (steps, mutations) => {
          const { witness, writers } = play(steps)
          for (const writer of writers) {
            for (const update of [...writer.take(), Y.encodeStateAsUpdate(writer.doc)]) {
              if (witness.offer(mutate(update, mutations)).kind === 'change') passed += 1
              expect(witness.agrees()).toBe(true)
            }
          }
        },
      ),
      { numRuns: Number(process.env['RUNS'] ?? 1_000) },
    )
    expect(passed).toBeGreaterThan(10)
  })

  it('R12 T25: every one-byte mutation of an update is either refused or harmless', () => {
    const writer = new Writer(7)
    writer.text.insert(0, 'hello wörld')
    writer.text.delete(2, 3)
    const update = Y.encodeStateAsUpdate(writer.doc)
    for (let at = 0; at < update.length; at += 1) {
      for (let value = 0; value < 256; value += 1) {
        const witness = new Witness()
        const mutated = update.slice()
        mutated[at] = value
        witness.offer(mutated)
        expect(witness.agrees()).toBe(true)
      }
    }
  })

  it('R14 F24: an update that arrives before what it builds on is a gap, not a wait', () => {
    const writer = new Writer(1)
    writer.text.insert(0, 'a')
    writer.text.insert(1, 'b')
    const [first, second] = writer.take()
    if (first === undefined || second === undefined) throw new Error('two updates expected')
    const witness = new Witness()
    expect(witness.offer(second)).toMatchObject({ kind: 'refused', reason: 'gap' })
    expect(witness.offer(first).kind).toBe('change')
    expect(witness.offer(second).kind).toBe('change')
  })

  it('R14 T27: items that hang on each other in a circle are refused', () => {
    // two clients, one struct each: 1@0 right of 2@0, 2@0 right of 1@0
    const circle = [2, 1, 1, 0, 0x84, 2, 0, 1, 97, 1, 2, 0, 0x84, 1, 0, 1, 98, 0]
    expect(new Witness().offer(Uint8Array.from(circle))).toMatchObject({
      kind: 'refused',
      reason: 'malformed',
    })
  })

  it('R15 T25: text that does not exist yet cannot be deleted', () => {
    const future = Uint8Array.from([0, 1, 1, 1, 0, 9])
    expect(new Witness().offer(future)).toMatchObject({ kind: 'refused', reason: 'gap' })
  })

  it('R50 T24: a message that brings thousands of client ids, or of deleted pieces, is refused', () => {
    const cast = (clients: number): Uint8Array =>
      Y.mergeUpdates(
        Array.from({ length: clients }, (_, i) => {
          const writer = new Writer(i + 1)
          writer.text.insert(0, 'x')
          return Y.encodeStateAsUpdate(writer.doc)
        }),
      )
    const excess = (update: Uint8Array): unknown => {
      const known = new Knowledge()
      const inspected = inspect(update, known)
      return inspected.kind === 'change' ? excessOf(inspected, known) : inspected
    }
    expect(excess(cast(1_000))).toBeNull()
    expect(excess(cast(1_001))).toMatchObject({ kind: 'refused', reason: 'too large' })
    // one client, 20,001 GC structs of one clock each
    const pieces = Array.from({ length: 20_001 }, () => [0, 1]).flat()
    const born = [1, 0xa1, 0x9c, 1, 1, 0, ...pieces, 0]
    expect(excess(Uint8Array.from(born))).toMatchObject({
      kind: 'refused',
      reason: 'too large',
    })
  })

  it('R12 T27: embeds, formats, types, keys and other roots are refused', () => {
    const make = (write: (doc: Y.Doc) => void): Uint8Array => {
      const doc = new Y.Doc()
      write(doc)
      return Y.encodeStateAsUpdate(doc)
    }
    const foreign = [
      make((doc) => doc.getText('content').insertEmbed(0, { image: 'x' })),
      make((doc) => doc.getText('content').insert(0, 'bold', { bold: true })),
      make((doc) => doc.getText('title').insert(0, 'elsewhere')),
      make((doc) => doc.getMap('content').set('key', 'value')),
      make((doc) => doc.getArray('content').insert(0, [new Y.Text('nested')])),
      make((doc) => doc.getArray('content').insert(0, [1, { deep: [] }])),
    ]
    for (const update of foreign) {
      expect(new Witness().offer(update)).toMatchObject({ kind: 'refused', reason: 'malformed' })
    }
  })

  it('R12 T24: bytes that claim a lot are refused before anything is made of it', () => {
    const bombs = [
      [0xff, 0xff, 0xff, 0x0f, 1, 1, 0],
      [1, 0xff, 0xff, 0xff, 0x0f, 1, 0, 0],
      [0, 0xff, 0xff, 0xff, 0x0f, 1, 1],
      [1, 1, 1, 0, 4, 1, 7, 99, 111, 110, 116, 101, 110, 116, 0xff, 0xff, 0x7f, 97, 0],
    ]
    for (const bomb of bombs) {
      expect(new Witness().offer(Uint8Array.from(bomb))).toMatchObject({
        kind: 'refused',
        reason: 'malformed',
      })
    }
  })

  it('R12: V2 bytes, bytes after the end and broken UTF-8 are refused', () => {
    const writer = new Writer(1)
    writer.text.insert(0, 'hello')
    expect(new Witness().offer(Y.encodeStateAsUpdateV2(writer.doc)).kind).toBe('refused')
    expect(new Witness().offer(Uint8Array.from([...textUpdate('hi'), 0])).kind).toBe('refused')
    const broken = textUpdate('hi')
    broken[broken.length - 3] = 0xff
    expect(new Witness().offer(broken)).toMatchObject({ kind: 'refused', reason: 'malformed' })
  })

  it('R12: nothing at all is told from something known', () => {
    const witness = new Witness()
    const update = textUpdate('hi')
    expect([update, update, Uint8Array.of(0, 0)].map((one) => witness.offer(one).kind)).toEqual([
      'change',
      'known',
      'empty',
    ])
  })
})

const mutate = (
  update: Uint8Array,
  mutations: readonly { at: number; value: number; kind: string }[],
): Uint8Array => {
  let bytes = [...update]
  for (const { at, value, kind } of mutations) {
    const place = at % Math.max(1, bytes.length)
    if (kind === 'set') bytes[place] = value
    if (kind === 'cut') bytes = bytes.toSpliced(place, 1)
    if (kind === 'insert') bytes = bytes.toSpliced(place, 0, value)
  }
  return Uint8Array.from(bytes)
}
