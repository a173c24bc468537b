import { expect, it } from 'vitest'
import { Outbox } from './outbox.ts'

const edit = new Uint8Array([0, 0])

const sending = (edits: number): Outbox => {
  const outbox = new Outbox()
  outbox.release(false)
  for (let i = 0; i < edits; i += 1) {
    outbox.add(edit)
    outbox.take()
  }
  return outbox
}

it('counts an edit as saved when its frame is, not before (F25, R11)', () => {
  const outbox = sending(3)
  outbox.saved(2)
  expect(outbox.unsaved).toBe(1)
  outbox.saved(3)
  expect(outbox.unsaved).toBe(0)
})

it('a refused frame makes those after it prove nothing, until all is sent again (F25, R14)', () => {
  const outbox = sending(3)
  outbox.saved(1)
  outbox.hold(2)
  outbox.saved(3)
  expect(outbox.unsaved).toBe(2)
  outbox.release(true)
  outbox.saved(4)
  expect(outbox.unsaved).toBe(0)
})

it('what was sent on a lost connection is unsaved on the next one (F22, F25)', () => {
  const outbox = sending(2)
  outbox.restart()
  outbox.saved(2)
  expect(outbox.unsaved).toBe(2)
})

it('holds edits back until the server said what it lacks', () => {
  const outbox = new Outbox()
  outbox.add(edit)
  expect([outbox.take(), outbox.unsaved]).toEqual([null, 1])
})
