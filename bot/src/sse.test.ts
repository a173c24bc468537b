import { expect, test } from 'vitest'
import { eventReader } from './sse.ts'

test('events are read wherever the stream is cut', () => {
  const stream = ': hello\n\nid: 7\ndata: {"a":1}\n\ndata: x\r\ndata: y\r\n\r\n'
  for (let cut = 0; cut <= stream.length; cut += 1) {
    const read = eventReader()
    expect([...read(stream.slice(0, cut)), ...read(stream.slice(cut))]).toEqual([
      { id: '7', data: '{"a":1}' },
      { data: 'x\ny' },
    ])
  }
})

test('keep-alive comments are not events', () => {
  expect(eventReader()(':\n\n: still here\n\n')).toEqual([])
})
