import { expect, it, vi } from 'vitest'
import { setStage } from './stage/stage.ts'
import type { StickyClient } from './stage/sticky-client.ts'
import { pause, until } from './stage/until.ts'

const { server, ada } = await setStage(['ada'], { HISTORY_DAYS: '0' })

/** Merged, so that there is a snapshot. */
const document = async (): Promise<string> => {
  const id = await ada.create('from the snapshot')
  await ada.api.content(id)
  return id
}

it('R3: twenty who come at once share one read of the stored snapshot', async () => {
  const id = await document()
  const load = vi.spyOn(server.store.log, 'load')
  const clients = await Promise.all(
    Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? ada.open(id) : ada.openPlain(id))),
  )
  await until('all have it', () =>
    clients.every(({ text }) => text.toJSON() === 'from the snapshot'),
  )
  expect(load.mock.calls.filter(([of]) => of === id).length).toBe(1)
  load.mockRestore()
})

it('R3: a newcomer gets what was written since the snapshot that others were given', async () => {
  const id = await document()
  const writer = await ada.open(id)
  for (const key of 'abc') writer.write((text) => text.insert(0, key))
  await until('all is saved', () => writer.saved === 3)
  const later = await ada.open(id)
  expect(later.text.toJSON()).toBe('cbafrom the snapshot')
  // merged and trimmed: what the others were given is not enough any more
  await ada.api.append(id, 'more')
  await ada.api.content(id)
  await ada.api.append(id, 'and more')
  await ada.api.content(id)
  const last = await ada.open(id)
  expect(last.text.toJSON()).toBe('cbafrom the snapshot\nmore\nand more')
})

/** The server knows of it a moment after the client. */
const leave = async (client: StickyClient): Promise<void> => {
  client.close()
  await until('it has left', () => client.closed !== null)
  await pause(50)
}

/** Calls to the log about this document that read entries. */
const watchReads = (id: string): { count(): number; stop(): void } => {
  const { log } = server.store
  const load = vi.spyOn(log, 'load')
  const read = vi.spyOn(log, 'read')
  return {
    count: () => [...load.mock.calls, ...read.mock.calls].filter(([of]) => of === id).length,
    stop: () => {
      load.mockRestore()
      read.mockRestore()
    },
  }
}

it('R3: newcomers share what the first of them has read of the log after the snapshot', async () => {
  const id = await document()
  const writer = await ada.open(id)
  for (const key of 'abc') writer.write((text) => text.insert(0, key))
  await until('all is saved', () => writer.saved === 3)
  const reads = watchReads(id)
  for (const come of ['open', 'openPlain', 'open'] as const) {
    const { text } = await ada[come](id)
    await until('all is there', () => text.toJSON() === 'cbafrom the snapshot')
  }
  expect(reads.count()).toBe(1)
  writer.write((text) => text.insert(0, 'd'))
  await until('it is saved', () => writer.saved === 4)
  expect((await ada.open(id)).text.toJSON()).toBe('dcbafrom the snapshot')
  reads.stop()
})

it('R3 R60: who comes back to a document that everybody has left finds all that was learnt, and what came since', async () => {
  const id = await document()
  const first = await ada.open(id)
  await leave(first)
  const reads = watchReads(id)
  expect((await ada.open(id)).text.toJSON()).toBe('from the snapshot')
  expect(reads.count()).toBe(0)
  reads.stop()
  await ada.api.append(id, 'meanwhile')
  expect((await ada.open(id)).text.toJSON()).toBe('from the snapshot\nmeanwhile')
})

it('C3: a room in which something has failed is not kept for who comes back', async () => {
  const id = await document()
  const first = await ada.open(id)
  await leave(first)
  const head = vi.spyOn(server.store.log, 'head').mockRejectedValueOnce(new Error('no disk'))
  server.bus.publish('document.changed', { document: id })
  await until('it has failed', () => head.mock.calls.length > 0)
  head.mockRestore()
  const reads = watchReads(id)
  expect((await ada.open(id)).text.toJSON()).toBe('from the snapshot')
  expect(reads.count()).toBeGreaterThan(0)
  reads.stop()
})
