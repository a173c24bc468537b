import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import type { ServerEvent } from '@sticky/shared/events'
import { Feed } from './feed.ts'
import { silent } from './test/silent-log.ts'

const DOCUMENT = '00000000-0000-4000-8000-0000000000d1'
const merged = (seq: number) => ({ type: 'document.merged', documentId: DOCUMENT, seq })

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/**
 * A server whose n-th connection gets the n-th answer: a text, then the end; the last one stays
 * open.
 */
const serve = async (answers: (string | number)[]) => {
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push(request.headers['last-event-id'] as string | undefined)
    const answer = answers[asked.length - 1]
    if (typeof answer === 'number') response.writeHead(answer).end()
    else if (answer === undefined) response.writeHead(200).flushHeaders()
    else response.writeHead(200).end(answer)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const follow = (apiUrl: string) => {
  const onAway = vi.fn<(since: number) => void>()
  const events: ServerEvent[] = []
  const onOpen = vi.fn<() => void>()
  const onEvent = (event: ServerEvent) => void events.push(event)
  const feed = new Feed({ apiUrl, serviceToken: 'service', log: silent, onOpen, onAway, onEvent })
  closers.unshift(() => feed.close())
  return { events, onOpen, onAway }
}

test('a feed that ends is resumed after the last event that had an id (C7)', async () => {
  const { asked, apiUrl } = await serve([
    `id: 41\ndata: ${JSON.stringify(merged(1))}\n\ndata: ${JSON.stringify(merged(2))}\n\n`,
    `id: 42\ndata: ${JSON.stringify(merged(3))}\n\n`,
  ])
  const { events, onOpen } = follow(apiUrl)
  await vi.waitFor(() => expect(onOpen.mock.calls.length).toBeGreaterThanOrEqual(3), 5_000)
  expect(asked.slice(0, 3)).toEqual([undefined, '41', '42'])
  expect(events).toEqual([merged(1), merged(2), merged(3)])
})

test('what cannot be understood is passed over, what follows is not', async () => {
  const { apiUrl } = await serve([
    `data: {"type":"from.the.future"}\n\ndata: not json\n\ndata: ${JSON.stringify(merged(9))}\n\n`,
  ])
  const { events } = follow(apiUrl)
  await vi.waitFor(() => expect(events).toEqual([merged(9)]), 5_000)
})

test('a server that refuses is asked again', async () => {
  const { asked, apiUrl } = await serve([503, 401])
  const { onOpen } = follow(apiUrl)
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalledTimes(1), 5_000)
  expect(asked).toHaveLength(3)
})

const openUntil = (signal: AbortSignal | null | undefined) =>
  new ReadableStream({
    start: (stream) => signal?.addEventListener('abort', () => stream.error(new Error('closed'))),
  })

test('after half a minute without the server the cards are told, once; after a restart they are not (F3 C7)', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const answers = vi.fn<typeof fetch>(() => Promise.reject(new TypeError('fetch failed')))
  vi.stubGlobal('fetch', answers)
  onTestFinished(() => void vi.unstubAllGlobals())
  const begun = Date.now()
  const { onAway, onOpen } = follow('http://127.0.0.1:1')
  await vi.advanceTimersByTimeAsync(29_000)
  expect(onAway).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(120_000)
  expect(onAway.mock.calls).toEqual([[begun]])
  answers.mockImplementation(async (_, init) => new Response(openUntil(init?.signal)))
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalled(), 20_000)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(onAway).toHaveBeenCalledTimes(1)
})
