import { MESSAGE } from '@sticky/shared/frames'
import { expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import { bytes } from './stage/forge.ts'
import { lineOf } from './stage/raw-socket.ts'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const { ada, grace } = await setStage(['ada', 'grace'])

const shared = (): Promise<string> => ada.share('text', grace, 'view')

it('F26 R40 R42: who is here is stamped by the server, for viewers too, whatever a client claims', async () => {
  const id = await shared()
  const one = await ada.openPlain(id)
  const two = await grace.openPlain(id)
  two.provider.awareness.setLocalState({
    user: { name: 'Ada CEO', color: 'red;x:url(//evil)' },
    cursor: 1,
  })
  const client = two.doc.clientID
  await until('Ada sees Grace', () => one.sees(client)?.cursor === 1)
  expect(one.sees(client)?.user?.name).toBe('grace')
  expect(one.sees(client)?.user?.id).toBe(grace.id)
  expect(one.sees(client)?.user?.color).toMatch(/^#[0-9a-f]{6}$/)
})

it('R40: nobody speaks for somebody else', async () => {
  const id = await shared()
  const one = await ada.openPlain(id)
  one.provider.awareness.setLocalState({ cursor: 'true' })
  const liar = await grace.open(id)
  const state = bytes(1, one.doc.clientID, 9_999, '{"cursor":"false"}')
  liar.send(bytes(MESSAGE.awareness, state.length, state))
  const witness = await ada.openPlain(id)
  await until('the witness sees Ada', () => witness.sees(one.doc.clientID) !== undefined)
  expect(witness.sees(one.doc.clientID)?.cursor).toBe('true')
  expect(liar.closed).toBeNull()
})

it('R41 R53: whoever is cut is withdrawn at once, however long their line takes to close', async () => {
  const id = await shared()
  const one = await ada.openPlain(id)
  const two = await grace.openPlain(id)
  two.provider.awareness.setLocalState({ cursor: 1 })
  const client = two.doc.clientID
  await until('Ada sees Grace', () => one.sees(client)?.cursor === 1)
  const { ws } = two.provider
  lineOf(ws as unknown as WebSocket).pause()
  ws?.send(Uint8Array.of(9, 9, 9))
  await until('Grace is gone', () => one.sees(client) === undefined, 2_000)
})

it('R41: whoever leaves is withdrawn at once, and a withdrawn cursor can come back', async () => {
  const id = await shared()
  const one = await ada.openPlain(id)
  const two = await grace.openPlain(id)
  const client = two.doc.clientID
  two.provider.awareness.setLocalStateField('cursor', 1)
  await until('Ada sees Grace', () => one.sees(client)?.cursor === 1)
  two.provider.awareness.setLocalState(null)
  await until('Grace is gone', () => one.sees(client) === undefined)
  two.provider.awareness.setLocalState({ cursor: 2 })
  await until('Grace is back', () => one.sees(client)?.cursor === 2)
  two.close()
  await until('Grace has left', () => one.sees(client) === undefined)
})
