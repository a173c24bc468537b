import { expect, it, vi } from 'vitest'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

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
