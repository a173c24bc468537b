import { connect } from 'node:net'
import { SYNC, syncFrame } from '@sticky/shared/frames'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { bytes, struct } from './stage/forge.ts'
import { holdCommit } from './stage/hold-commit.ts'
import { StickyPeer } from './stage/peers/sticky-peer.ts'
import { socketUrl } from './stage/address.ts'
import { closeCode, lineOf, waitingAt } from './stage/raw-socket.ts'
import { setStage } from './stage/stage.ts'
import { pause, until } from './stage/until.ts'

const HUGE = 2 ** 50
const CROWD = 500
/** How long an upgrade may take to arrive, and a second until that is noticed, ms; and some time for a busy machine. */
const CUT_WITHIN = 15_000

const { server, ada, eve } = await setStage(['ada', 'eve'], {
  LIMIT_CONNECTIONS_PER_USER: String(CROWD + 10),
})

/** A document of Ada's in which Eve may write. */
const shared = (): Promise<string> => ada.share('text', eve, 'edit')

describe('floods and bombs', () => {
  it('T24 R50: of a frame of 100 MB nothing is kept: closed with 1009 when its header has come', async () => {
    const id = await shared()
    const ws = await eve.openRaw(id)
    const before = process.memoryUsage().arrayBuffers
    const code = closeCode(ws)
    const header = Buffer.alloc(14)
    header.set([0x82, 0xff])
    header.writeBigUInt64BE(100n * 1024n * 1024n, 2)
    let written = 0
    const raw = lineOf(ws)
    raw.write(header)
    const chunk = Buffer.alloc(64 * 1024)
    while (!raw.destroyed && ws.readyState === WebSocket.OPEN && written < 100 * 1024 * 1024) {
      written += chunk.length
      if (!raw.write(chunk)) await pause(1)
    }
    expect(await code).toBe(1009)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(24 * 1024 * 1024)
    expect(await ada.api.content(id)).toBe('text')
  })

  it('T24 R12 R53: updates that claim more than they hold, or hold something else, cost their sender alone', async () => {
    const id = await shared()
    const witness = await ada.open(id)
    const rich = new Y.Doc()
    rich.getArray('content').push([JSON.parse('['.repeat(2_000) + ']'.repeat(2_000))])
    const v2 = new Y.Doc()
    v2.getText('content').insert(0, 'v2')
    const bombs = [
      bytes(HUGE),
      bytes(1, HUGE, 1, 0),
      bytes(0, HUGE),
      bytes(0, 1, 1, HUGE),
      struct(9, 0, Uint8Array.of(4), 1, 'content', HUGE),
      struct(9, 0, 0, HUGE),
      bytes(1, 1, 9, HUGE, 0, 1, 0),
      Uint8Array.of(1, 1, 9, 0, 4, 255, 255, 255, 255, 255, 255, 255),
      new Uint8Array(500_000).fill(255),
      Y.encodeStateAsUpdate(rich),
      Y.encodeStateAsUpdateV2(v2),
    ]
    for (const bomb of bombs) {
      for (const kind of [SYNC.update, SYNC.step2]) {
        const ws = await eve.openRaw(id)
        const code = closeCode(ws)
        ws.send(syncFrame(SYNC.step1, Uint8Array.of(0)))
        ws.send(syncFrame(kind, bomb))
        expect([1003, 4409]).toContain(await code)
      }
    }
    for (const vector of [bytes(HUGE), bytes(1, HUGE), new Uint8Array(9).fill(255)]) {
      const ws = await eve.openRaw(id)
      const code = closeCode(ws)
      ws.send(syncFrame(SYNC.step1, vector))
      ws.send(Uint8Array.of(1, 9, 255, 255, 255, 255, 255, 255, 255, 255, 255))
      expect(await code).toBe(1003)
    }
    expect(await witness.type('unharmed ')).toBeLessThan(2_000)
    expect(await ada.api.content(id)).toBe('unharmed text')
  }, 30_000)

  it('T24 R50: 200,000 tiny frames end their own socket with 4429, and nobody else waits for them', async () => {
    const id = await shared()
    const witness = await ada.open(id)
    const ws = await eve.openRaw(id)
    const code = closeCode(ws)
    // an awareness frame of nobody, masked with zeros
    const frame = Buffer.from([0x82, 0x83, 0, 0, 0, 0, 1, 1, 0])
    lineOf(ws).write(Buffer.concat(Array.from({ length: 200_000 }, () => frame)))
    expect(await witness.type('meanwhile ')).toBeLessThan(3_000)
    expect(await code).toBe(4429)
    expect(witness.closed).toBeNull()
  })

  it('T24: upgrades that never end hold up nobody, and are cut', async () => {
    const id = await shared()
    const { port, hostname } = new URL(server.url)
    const slow = Array.from({ length: 100 }, () => connect(Number(port), hostname))
    for (const socket of slow) {
      socket.on('error', () => {})
      socket.write(`GET /sync/v1/${id} HTTP/1.1\r\nUpgrade: websocket\r\nX-Slow: `)
    }
    const at = performance.now()
    const client = await ada.open(id)
    await client.type('in time ')
    expect(performance.now() - at).toBeLessThan(3_000)
    // each goes on with a byte now and then
    const dripping = setInterval(() => {
      for (const socket of slow) if (socket.writable) socket.write('x')
    }, 500)
    onTestFinished(() => clearInterval(dripping))
    await until('all are cut', () => slow.every(({ closed }) => closed), CUT_WITHIN)
    expect(client.closed).toBeNull()
  }, 30_000)

  it('T24 C6: 500 sockets at once are all served, and leave nothing behind when they are gone', async () => {
    const id = await shared()
    const address = socketUrl(await eve.addressOf(id))
    const writer = await ada.open(id)
    const open = waitingAt(server.url).length
    const connections = async (): Promise<string | undefined> => {
      const metrics = await (await fetch(`${server.url}/metrics`)).text()
      return /^sticky_connections (\d+)$/m.exec(metrics)?.[1]
    }
    const before = await connections()
    let heard = 0
    const come = (): WebSocket => {
      const ws = new WebSocket(address)
      ws.on('error', () => {})
      ws.on('open', () => ws.send(syncFrame(SYNC.step1, Uint8Array.of(0))))
      ws.on('message', (data: Buffer) => {
        heard += data.includes('for all of you') ? 1 : 0
      })
      return ws
    }
    // the second crowd finds the places of the first one free
    for (const wave of [1, 2]) {
      const crowd = Array.from({ length: CROWD }, come)
      await until('all are open', () => crowd.every(({ readyState }) => readyState === 1))
      await writer.type(`${wave} for all of you `)
      await until('all have heard it', () => heard >= CROWD)
      for (const ws of crowd) ws.terminate()
      await until('their lines are gone', () => waitingAt(server.url).length <= open)
      await until('nobody counts them', async () => (await connections()) === before)
      heard = 0
    }
    await writer.type('and none of you ')
    expect(await ada.api.content(id)).toBe('and none of you 2 for all of you 1 for all of you text')
  }, 30_000)
})

describe('a commit that fails', () => {
  it('T28 R10: nobody sees it, a resend is not taken for known, and it arrives when the writer is back', async () => {
    const id = await shared()
    const { log } = server.store
    const writer = new StickyPeer('writer', () => {})
    await ada.connect(writer, id)
    const twin = await ada.open(id)
    const reader = await eve.open(id)
    await until('the writer has caught up', () => writer.live)
    const before = await log.head(id)
    const commit = holdCommit(log)
    const updates: Uint8Array[] = []
    writer.doc.once('update', (update: Uint8Array) => updates.push(update))
    writer.insert(0, 'precious ')
    await until('it is on its way into the log', commit.isHeld)
    // the same update by another way, while it is in flight
    for (const update of updates) twin.bring(update)
    await pause(100)
    expect(reader.text.toJSON()).toBe('text')
    expect(twin.saved).toBe(0)
    expect([...writer.unsaved]).toEqual(['precious '])
    commit.fail()
    await until('the writer is sent away, to come back', () => !writer.online)
    expect(writer.ended).toBeNull()
    await until('what came twice is in the log once', () => twin.saved === 1)
    expect((await log.head(id))?.seq).toBe((before?.seq ?? 0) + 1)
    await ada.connect(writer, id)
    await until('the writer has its answer', () => writer.unsaved.size === 0)
    await until('the reader has it', () => reader.text.toJSON() === 'precious text')
    expect(await ada.api.content(id)).toBe('precious text')
  })

  it('T28 R10: a resend after the failure is written, not waved through; the socket closes with 4503', async () => {
    const id = await shared()
    const { log } = server.store
    const append = log.append.bind(log)
    const writer = await ada.open(id)
    log.append = () => {
      log.append = append
      return Promise.reject(new Error('the disk is full (on purpose)'))
    }
    const update = writer.write((text) => text.insert(0, 'precious '))
    expect(await writer.closing()).toBe(4503)
    expect(writer.saved).toBe(0)
    expect(await ada.api.content(id)).toBe('text')
    const again = await ada.open(id)
    again.bring(update)
    await until('it is saved', () => again.saved === 1)
    expect(await ada.api.content(id)).toBe('precious text')
  })
})
