import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { busContract, settled, soon } from '../contract.ts'
import { forkRole } from './child.ts'
import type { Forked } from './child.ts'
import { LocalBus } from './local.ts'
import type { Message } from './local.ts'

/** Joins two as a parent and its child are joined: messages cross as copies, on a later turn. */
const join2 = (parent: LocalBus, child: LocalBus): { cut(): void } => {
  const carry = (receive: (message: Message) => void) => (message: Message) => {
    const copy = structuredClone(message)
    setImmediate(() => receive(copy))
  }
  const down = parent.connect({ send: carry((m) => up.receive(m)), uplink: false })
  const up = child.connect({ send: carry((m) => down.receive(m)), uplink: true })
  return { cut: () => [down, up].forEach(({ disconnect }) => disconnect()) }
}

busContract('the local bus', async () => {
  const a = new LocalBus()
  const b = new LocalBus()
  join2(a, b)
  return {
    a,
    b,
    close: async () => {
      await a.close()
      await b.close()
    },
  }
})

describe('the local bus', () => {
  test('two children reach each other through their parent', async () => {
    const [parent, one, two] = [new LocalBus(), new LocalBus(), new LocalBus()]
    join2(parent, one)
    join2(parent, two)
    const heard: string[] = []
    two.subscribe('documents.dirty', ({ documents }) => heard.push(...documents))
    one.subscribe('documents.dirty', ({ documents }) => heard.push(...documents))
    two.respond('merge.fold', async () => ({ seq: 2 }))
    await settled()
    one.publish('documents.dirty', { documents: ['d'] })
    expect(await one.request('merge.fold', { document: 'd' })).toEqual({ seq: 2 })
    expect(heard).toEqual(['d', 'd'])
  })

  test('what a neighbour was asked is "unavailable" as soon as it has gone', async () => {
    const [parent, child] = [new LocalBus(), new LocalBus()]
    const line = join2(parent, child)
    child.respond('merge.fold', () => new Promise(() => {}))
    const outcome = parent.request('merge.fold', { document: 'd' }, 60_000).catch((e: unknown) => e)
    await new Promise(setImmediate)
    await new Promise(setImmediate)
    line.cut()
    expect(await outcome).toMatchObject({ code: 'unavailable' })
  })

  test('a request that nobody can answer is not sent to and fro between two processes', async () => {
    const [parent, child] = [new LocalBus(), new LocalBus()]
    let sent = 0
    const down = parent.connect({ send: (m) => up.receive(m), uplink: false })
    const up = child.connect({
      send: (message) => {
        sent += 1
        down.receive(message)
      },
      uplink: true,
    })
    // said by a child that stops before it hears that it is asked
    down.receive({ kind: 'responds', request: 'merge.fold' })
    const asking = parent.request('merge.fold', { document: 'd' }, 30)
    await expect(asking).rejects.toMatchObject({ code: 'unavailable' })
    expect(sent).toBe(0)
    await Promise.all([parent.close(), child.close()])
  })
})

describe('a forked role', () => {
  const program = join(import.meta.dirname, 'fixtures/child.ts')
  let bus: LocalBus
  let role: Forked
  let ends: string[]

  beforeEach(() => {
    bus = new LocalBus()
    ends = []
    role = forkRole(bus, program, 'merge', (why) => ends.push(why))
  })
  afterEach(async () => {
    await role.stop()
    await bus.close()
  })
  const ask = async (document: string): Promise<number> =>
    (await bus.request('merge.fold', { document })).seq

  test('C2: answers, is killed in the middle of its work, and comes back', async () => {
    const first = await ask('a')
    const changed: string[] = []
    bus.subscribe('document.changed', ({ document }) => changed.push(document))
    bus.publish('documents.dirty', { documents: ['d'] })
    await soon(() => changed.length === 1)

    const interrupted = ask('never').catch((error: unknown) => error)
    process.kill(first, 'SIGKILL')
    expect(await interrupted).toMatchObject({ code: 'unavailable' })
    expect(await ask('b')).not.toBe(first)
    expect(ends).toEqual(['merge ended with SIGKILL'])

    bus.publish('documents.dirty', { documents: ['e'] })
    await soon(() => changed.length === 2)
    expect(changed).toEqual(['d', 'e'])
  })

  test('T16: who is asked right after the kill is the next one, not the dying one', async () => {
    const first = await ask('a')
    role.kill()
    const next = await ask('b')
    expect(next).not.toBe(first)
    await expect(bus.request('merge.fold', { document: 'fails' })).rejects.toMatchObject({
      code: 'conflict',
      message: 'from the child',
      details: { deep: true },
    })
    bus.respond('preview.draw', async () => ({ png: Uint8Array.of(1, 255), width: 1, height: 1 }))
    const seeded = await bus.request('merge.seed', { document: 'd', author: 'user:a', text: 't' })
    expect([...seeded.update]).toEqual([1, 255])
  })
})
