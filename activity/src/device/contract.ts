import * as Y from 'yjs'
import type { Aside, Change, Copy, Device, Edit } from './copy.ts'

/** What every device keeps; run in Node with the memory, in a browser with IndexedDB. Throws where it does not. */
export type Promised = { name: string; holds: (device: Device) => Promise<void> }

const typed = (text: string): Uint8Array => {
  const doc = new Y.Doc()
  doc.getText('content').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

const textOf = (updates: readonly Uint8Array[]): string => {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc.getText('content').toJSON()
}

const change = (some: Partial<Change>): Change => ({
  own: [],
  done: 0,
  settled: [],
  cursor: null,
  role: null,
  ...some,
})
const edit = (n: number, text: string, edits = 1): Edit => ({ n, edits, update: typed(text) })
const at = (seq: number, generation = 'g1') => ({ generation, seq })
const refused: Aside = { id: 'a1', at: 1, why: 'The document is full.', text: 'too much' }

const same = (found: unknown, expected: unknown): void => {
  const [is, should] = [JSON.stringify(found), JSON.stringify(expected)]
  if (is !== should) throw new Error(`is ${is}, should be ${should}`)
}

const fails = async (promise: Promise<void>): Promise<void> => {
  const failed = await promise.then(
    () => false,
    () => true,
  )
  same(failed, true)
}

/** Opened, left and opened again. */
const reopened = async (device: Device, before: Copy): Promise<Copy> => {
  before.close()
  return device.open('ada', 'plan')
}

const outboxOf = ({ kept }: Copy): [number, number, string][] =>
  kept.outbox.map(({ n, edits, update }) => [n, edits, textOf([update])])

export const CONTRACT: readonly Promised[] = [
  {
    name: 'gives back what came from the server, with the cursor of the same transaction (R11)',
    holds: async (device) => {
      const first = await device.open('ada', 'plan')
      same([first.kept.cursor, first.kept.role, first.kept.updates], [null, 'none', []])
      await first.commit(change({ settled: [typed('a')], cursor: at(1) }))
      await first.commit(change({ settled: [typed('b')], cursor: at(2), role: 'edit' }))
      const { kept } = await reopened(device, first)
      same([kept.cursor, kept.role, textOf(kept.updates).length], [at(2), 'edit', 2])
    },
  },
  {
    name: 'gives unsent edits to the next copy, numbered anew, and none that are done (F22)',
    holds: async (device) => {
      const first = await device.open('ada', 'plan')
      const own = [edit(1, 'a'), edit(4, 'bcd', 3), edit(5, 'e')]
      await first.commit(change({ own }))
      await first.commit(change({ done: 1, settled: [typed('a')] }))
      const second = await reopened(device, first)
      same(outboxOf(second), [
        [3, 3, 'bcd'],
        [4, 1, 'e'],
      ])
      await second.commit(change({ done: 4 }))
      same(outboxOf(await reopened(device, second)), [])
    },
  },
  {
    name: 'leaves to a living copy what it has not sent, and gives it away once (C6)',
    holds: async (device) => {
      const first = await device.open('ada', 'plan')
      await first.commit(change({ own: [edit(1, 'mine')] }))
      same(outboxOf(await device.open('ada', 'plan')), [])
      first.close()
      const [one, other] = await Promise.all([
        device.open('ada', 'plan'),
        device.open('ada', 'plan'),
      ])
      same([outboxOf(one).length + outboxOf(other).length, await device.unsent('ada')], [1, 1])
    },
  },
  {
    name: 'keeps the later cursor of two copies, and all that both wrote (C6)',
    holds: async (device) => {
      const [one, other] = [await device.open('ada', 'plan'), await device.open('ada', 'plan')]
      await one.commit(change({ settled: [typed('a')], cursor: at(7) }))
      await other.commit(change({ settled: [typed('b')], cursor: at(5) }))
      const { kept } = await device.open('ada', 'plan')
      same([kept.cursor, textOf(kept.updates).length], [at(7), 2])
    },
  },
  {
    name: 'begins anew for everybody; a copy of before writes its edits, not what it received (R20, T28)',
    holds: async (device) => {
      const [one, other] = [await device.open('ada', 'plan'), await device.open('ada', 'plan')]
      await one.commit(change({ own: [edit(1, 'mine')], settled: [typed('a')], cursor: at(7) }))
      await one.renew()
      await one.commit(change({ settled: [typed('new')], cursor: at(1, 'g2') }))
      await other.commit(change({ own: [edit(1, 'x')], settled: [typed('old')], cursor: at(9) }))
      other.close()
      const { kept } = await reopened(device, one)
      same([kept.cursor, textOf(kept.updates), kept.outbox.length], [at(1, 'g2'), 'new', 2])
    },
  },
  {
    name: 'sets a refused text aside with its edits, until it is dismissed (R20, T26)',
    holds: async (device) => {
      const first = await device.open('ada', 'plan')
      await first.commit(change({ own: [edit(1, 'too much'), edit(2, 'a')] }))
      await first.setAside(refused, 1)
      const second = await reopened(device, first)
      same([second.kept.asides, outboxOf(second)], [[refused], [[1, 1, 'a']]])
      await second.dismiss('a1')
      same((await reopened(device, second)).kept.asides, [])
    },
  },
  {
    name: 'erases a document for all tabs, which are told when they write (R32)',
    holds: async (device) => {
      const [one, other] = [await device.open('ada', 'plan'), await device.open('ada', 'plan')]
      await one.commit(change({ own: [edit(1, 'a')], settled: [typed('a')], cursor: at(1) }))
      await one.erase(refused)
      await fails(other.commit(change({ own: [edit(1, 'b')] })))
      other.close()
      const { kept } = await reopened(device, one)
      same([kept.cursor, kept.updates, kept.outbox, kept.asides], [null, [], [], [refused]])
    },
  },
  {
    name: 'shows nobody what somebody else, or another document, has left (T26)',
    holds: async (device) => {
      const mine = await device.open('ada', 'plan')
      await mine.commit(change({ own: [edit(1, 'a')], settled: [typed('a')], cursor: at(1) }))
      await mine.setAside(refused, 0)
      mine.close()
      for (const [user, document] of [
        ['ad', 'plan'],
        ['grace', 'plan'],
        ['ada', 'pla'],
        ['ada', 'plan2'],
      ] as const) {
        const { kept } = await device.open(user, document)
        same([kept.cursor, kept.updates, kept.outbox, kept.asides], [null, [], [], []])
      }
    },
  },
  {
    name: 'forgets a person, and only that person',
    holds: async (device) => {
      for (const user of ['ada', 'grace']) {
        const copy = await device.open(user, 'plan')
        await copy.commit(change({ own: [edit(2, user, 2)], settled: [typed('a')], cursor: at(1) }))
        await copy.renew()
        copy.close()
      }
      await device.forget('ada')
      same([await device.unsent('ada'), await device.unsent('grace')], [0, 2])
      same((await device.open('ada', 'plan')).kept.outbox, [])
    },
  },
  {
    name: 'makes many rows few without losing a letter',
    holds: async (device) => {
      const doc = new Y.Doc()
      const first = await device.open('ada', 'plan')
      const updates: Uint8Array[] = []
      doc.on('update', (update: Uint8Array) => updates.push(update))
      for (let i = 0; i < 250; i += 1) doc.getText('content').insert(i, String(i % 10))
      for (const [i, update] of updates.entries())
        await first.commit(change({ settled: [update], cursor: at(i + 1) }))
      const { kept } = await reopened(device, first)
      same([kept.cursor, textOf(kept.updates)], [at(250), doc.getText('content').toJSON()])
    },
  },
]
