import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { pino } from 'pino'
import { expect, it, onTestFinished } from 'vitest'
import { noticeProxy } from './forwarded.ts'

/** What is logged while these calls come in. */
const logged = async (
  trusted: readonly string[],
  calls: readonly Record<string, string>[],
): Promise<string[]> => {
  const lines: string[] = []
  const app = express()
  app.use(noticeProxy(pino({}, { write: (line: string) => lines.push(line) }), trusted))
  app.use((_request, response) => void response.end())
  const http = createServer(app)
  onTestFinished(() => void http.close())
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  for (const headers of calls) await fetch(`http://127.0.0.1:${port}/`, { headers })
  return lines
}

const FORWARDED = { 'x-forwarded-for': '192.0.2.1' }

it('T15: a proxy that nobody has named is noticed, once', async () => {
  const lines = await logged([], [{}, FORWARDED, FORWARDED])
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('TRUSTED_PROXIES')
  expect(lines[0]).not.toContain('192.0.2.1')
})

it('T15: without one, or with a trusted one, there is nothing to say', async () => {
  expect(await logged([], [{}])).toEqual([])
  expect(await logged(['loopback'], [FORWARDED])).toEqual([])
})
