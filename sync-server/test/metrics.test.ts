import { describe, expect, it } from 'vitest'
import { letter } from './stage/forge.ts'
import { closeCode } from './stage/raw-socket.ts'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const { server, ada } = await setStage(['ada'])
const document = await ada.create('text')

/** The value of `name`, as Prometheus would read it; 0 when nothing was counted. */
const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  const line = text.split('\n').find((line) => line.startsWith(`${name} `))
  return Number(line?.slice(name.length) ?? 0)
}

describe('the metrics', () => {
  it('F68: count sockets, updates and commits', async () => {
    const client = await ada.open(document)
    expect(await metric('sticky_connections')).toBe(1)
    await client.type('x')
    expect(await metric('sticky_updates_total')).toBe(1)
    expect(await metric('sticky_appends_total{result="appended"}')).toBe(1)
    expect(await metric('sticky_commit_seconds_count')).toBe(1)
    client.close()
    await until('the socket is gone', async () => (await metric('sticky_connections')) === 0)
  })

  it('R53: count frames that cannot be read', async () => {
    const ws = await ada.openRaw(document)
    const code = closeCode(ws)
    ws.send(Uint8Array.from([0, 9, 1, 0]))
    expect(await code).toBe(1003)
    expect(await metric('sticky_unreadable_frames_total')).toBe(1)
  })

  it('R14 R19 F24: count gaps, and refusals by their reason', async () => {
    const client = await ada.open(document)
    client.bring(letter(77, 5))
    await client.refusal()
    expect(await metric('sticky_refusals_total{reason="gap"}')).toBe(1)
  })

  it('R61 R62: count what no document can take', async () => {
    const { epoch, seq } = (await server.store.log.head(document)) ?? { epoch: 0, seq: 0 }
    // hangs on a letter that nobody ever wrote: it would stay pending for ever
    const update = letter(88, 0, [99, 0])
    const entry = { author: ada.principal, clients: [], at: Date.now(), update }
    await server.store.log.append([{ document, expected: seq, epoch, entries: [entry] }])
    expect(await ada.api.content(document)).toBe('xtext')
    await until(
      'it is counted',
      async () => (await metric('sticky_quarantined_entries_total')) === 1,
    )
  })
})
