import { expect, it } from 'vitest'
import { API } from './api.ts'
import { Client } from './client.ts'

/** A value that has a place in any address and body, and an answer that fits all. */
const ANYTHING = 'x'
const ANSWER = { ok: true, status: 200, text: async () => '{}' }

it('F67: the client has a method for every route that is called for one answer', async () => {
  const called: string[] = []
  const client = new Client({
    baseUrl: '',
    token: () => undefined,
    fetch: async (url, { method }) => {
      called.push(`${method} ${url.replace(/\?.*/, '')}`)
      return { ...ANSWER, arrayBuffer: async () => new ArrayBuffer() }
    },
  })
  const methods = Object.values(client) as unknown[]
  for (const method of methods)
    if (typeof method === 'function') await method.call(client, ANYTHING, ANYTHING, ANYTHING)
  const missing = Object.keys(API).filter(
    (key) => !called.includes(key.replace(' ', ' /api/v1').replaceAll(/:\w+/g, ANYTHING)),
  )
  // a feed that goes on, and what describes the rest
  expect(missing).toEqual(['GET /events', 'GET /openapi.json'])
})
