import * as decoding from 'lib0/decoding'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { connectionOf, openEnd } from '../../test/stage/connection.ts'
import { bytes } from '../../test/stage/forge.ts'
import type { Connection } from './connection.ts'
import { Leases } from './leases.ts'
import { Presence } from './presence.ts'
import { Malformed } from './reader.ts'

const somebody = (name: string): Connection =>
  connectionOf(name, { role: 'view' }, openEnd({ sticky: false }))

/** What comes after the frame's type. */
const saying = (...entries: (readonly [client: number, state: string])[]): Uint8Array => {
  const update = bytes(entries.length, ...entries.map(([client, state]) => bytes(client, 1, state)))
  return bytes(update.length, update)
}

/** What others see: by client id what its user shows; null: nothing any more. */
const told = (message: Uint8Array): Record<number, unknown> => {
  const decoder = decoding.createDecoder(message)
  const seen: Record<number, unknown> = {}
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    const client = decoding.readVarUint(decoder)
    decoding.readVarUint(decoder)
    const state: unknown = JSON.parse(decoding.readVarString(decoder))
    seen[client] = state === null ? null : Reflect.get(Object(state), 'cursor')
  }
  return seen
}

const presentIn = (presence: Presence): Record<number, unknown> => {
  const frame = presence.all(somebody('newcomer'))
  if (frame === null) return {}
  const decoder = decoding.createDecoder(frame)
  decoding.readVarUint(decoder)
  return told(decoding.readVarUint8Array(decoder))
}

const parsed = () => {
  const parse = vi.spyOn(JSON, 'parse')
  onTestFinished(() => parse.mockRestore())
  return parse.mock.calls
}

describe('what somebody says of themselves', () => {
  it('R40: of a thousand states in a frame the last counts, and no other is read', () => {
    const presence = new Presence(new Leases())
    const grace = somebody('grace')
    const large = JSON.stringify({ cursor: 0, more: 'x'.repeat(2_000) })
    const states = Array.from({ length: 999 }, (): [number, string] => [7, large])
    const calls = parsed()
    presence.receive(grace, saying(...states, [7, '{"cursor":1}']))
    presence.take()
    expect(calls).toEqual([['{"cursor":1}']])
    expect(presentIn(presence)).toEqual({ 7: 1 })
  })

  it('R40 R41: of many frames before it is told the last counts, and no other is read', () => {
    const presence = new Presence(new Leases())
    const grace = somebody('grace')
    const calls = parsed()
    for (let i = 0; i < 100; i += 1) presence.receive(grace, saying([7, `{"cursor":${i}}`]))
    expect(presence.changed).toBe(true)
    presence.take()
    expect(calls).toEqual([['{"cursor":99}']])
    expect(presentIn(presence)).toEqual({ 7: 99 })
  })

  it('R40: states of others are passed over, and what comes after them counts', () => {
    const presence = new Presence(new Leases())
    const [grace, ada] = [somebody('grace'), somebody('ada')]
    presence.receive(ada, saying([1, '{"cursor":"hers"}']))
    const others = Array.from({ length: 500 }, (_, i): [number, string] => [i + 8, '{"cursor":0}'])
    const calls = parsed()
    presence.receive(grace, saying([1, '{"cursor":"not hers"}'], [7, '{"cursor":2}'], ...others))
    presence.take()
    expect(calls).toHaveLength(2)
    expect(presentIn(presence)).toEqual({ 1: 'hers', 7: 2 })
  })

  it.each([
    ['is no JSON', '{"cursor":'],
    ['is a list', '[1]'],
    ['is a number', '7'],
    ['is over 2 KiB', JSON.stringify({ cursor: 'ä'.repeat(1_100) })],
  ])('R40: a state that %s is dropped, and nobody is told anything', (_what, state) => {
    const presence = new Presence(new Leases())
    const grace = somebody('grace')
    presence.receive(grace, saying([7, '{"cursor":1}']))
    presence.take()
    presence.receive(grace, saying([7, state]))
    expect(presence.take()).toBeNull()
    expect(presentIn(presence)).toEqual({ 7: 1 })
  })

  it('R41: who leaves before it was told is not shown', () => {
    const presence = new Presence(new Leases())
    const grace = somebody('grace')
    presence.receive(grace, saying([7, '{"cursor":1}']))
    presence.leave(grace)
    expect([presence.changed, presence.take(), presentIn(presence)]).toEqual([false, null, {}])
  })

  it('R40: of two who use one id in a turn, the first is present with it', () => {
    const presence = new Presence(new Leases())
    const [ada, grace] = [somebody('ada'), somebody('grace')]
    presence.receive(ada, saying([7, '{"cursor":"first"}']))
    presence.receive(grace, saying([7, '{"cursor":"second"}']))
    presence.take()
    expect(presentIn(presence)).toEqual({ 7: 'first' })
    presence.receive(grace, saying([8, '{"cursor":"another"}']))
    presence.take()
    expect(presentIn(presence)).toEqual({ 7: 'first', 8: 'another' })
  })

  it('R53: bytes beyond the end of the frame are not read', () => {
    const presence = new Presence(new Leases())
    const memory = Buffer.from(saying([7, '{"cursor":"somebody else’s"}']))
    for (let length = 0; length < memory.length; length += 1) {
      const frame = memory.subarray(0, length)
      expect(() => presence.receive(somebody('eve'), frame)).toThrow(Malformed)
    }
    expect(presence.changed).toBe(false)
  })
})
