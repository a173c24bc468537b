import { describe, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import { SYNC, syncFrame } from '@sticky/shared/frames'
import { setStage } from '../stage/stage.ts'
import { pause, until } from '../stage/until.ts'
import { AFTER, burnt, bytes, deletes, letter } from '../stage/forge.ts'
import { Random } from './random.ts'

const { server, ada, eve } = await setStage(['ada', 'eve'], { LIMIT_TEXT_LENGTH: '5000' })

/** A document of Ada's in which Eve may write. */
const shared = (content = 'text'): Promise<string> => ada.share(content, eve, 'edit')

describe('forged updates', () => {
  it('T25 R13: nine bytes that burn a victim’s clocks are refused: what it typed offline is not lost', async () => {
    const id = await shared()
    const victim = await ada.open(id)
    await victim.type('mine ')
    const { clientID, store } = victim.doc
    victim.close()
    const attacker = await eve.open(id)
    attacker.bring(burnt(clientID, Y.getState(store, clientID)))
    expect((await attacker.refusal()).reason).toBe('not yours')
    const back = await ada.openRaw(id)
    victim.text.insert(0, 'offline ')
    back.send(syncFrame(SYNC.step1, Y.encodeStateVector(victim.doc)))
    back.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(victim.doc)))
    await until('it is there', async () => (await ada.api.content(id)) === 'offline mine text')
  })

  it('T25 R13: an id that is only present yet, and has written nothing, is nobody else’s either', async () => {
    const id = await shared()
    const victim = await ada.open(id)
    const { clientID } = victim.doc
    const attacker = await eve.open(id)
    attacker.bring(burnt(clientID, 0))
    await attacker.refusal()
    expect(victim.of('lease')).toEqual([])
    await victim.type('first ')
    expect(victim.of('refused')).toEqual([])
    expect(await ada.api.content(id)).toBe('first text')
  })

  it('T25 R13 R40: joining under somebody else’s id neither takes it away nor cuts them off', async () => {
    const id = await shared()
    const victim = await ada.open(id)
    await victim.type('one ')
    const attacker = await eve.arrive(id)
    attacker.doc.clientID = victim.doc.clientID
    await attacker.join()
    await victim.type('two ')
    expect(victim.of('lease')).toEqual([])
    expect(await ada.api.content(id)).toBe('two one text')
  })

  it('C6 R13: of two tabs of one browser one may bring what the other wrote offline; both write on', async () => {
    const id = await shared()
    const [one, two] = [new Y.Doc(), new Y.Doc()]
    const bring = async (doc: Y.Doc): Promise<WebSocket> => {
      const ws = await ada.openRaw(id)
      ws.send(syncFrame(SYNC.step1, Y.encodeStateVector(doc)))
      return ws
    }
    const typed = (doc: Y.Doc, word: string): Uint8Array => {
      const before = Y.encodeStateVector(doc)
      doc.getText('content').insert(0, word)
      return Y.encodeStateAsUpdate(doc, before)
    }
    const first = await bring(one)
    // the browser tells the second tab; its line is the faster one
    Y.applyUpdate(two, typed(one, 'offline '))
    const second = await bring(two)
    second.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(two)))
    await until('it is there', async () => (await ada.api.content(id)).includes('offline'))
    first.send(syncFrame(SYNC.update, typed(one, 'on ')))
    second.send(syncFrame(SYNC.update, typed(two, 'and ')))
    await until('both go on', async () => {
      const content = await ada.api.content(id)
      return ['on ', 'and ', 'offline ', 'text'].every((word) => content.includes(word))
    })
  })

  it('T25 R14 R15: deletes of the future, gaps and what hangs on nothing: never in the log', async () => {
    const id = await shared()
    const victim = await ada.open(id)
    await victim.type('mine ')
    const { clientID, store } = victim.doc
    const clock = Y.getState(store, clientID)
    const head = await server.store.log.head(id)
    for (const update of [
      deletes(clientID, clock, 1_000),
      deletes(clientID, 0, 1_000_000),
      deletes(12_345, 0, 1),
      letter(77, 5),
      letter(77, 0, [88, 0]),
      letter(77, 0, [clientID, clock]),
      burnt(77, 1),
    ]) {
      const attacker = await eve.open(id)
      attacker.bring(update)
      expect((await attacker.refusal()).reason, update.join(' ')).toBe('resync')
      attacker.close()
    }
    expect(await server.store.log.head(id)).toEqual(head)
    await victim.type('still ')
    expect(await ada.api.content(id)).toBe('still mine text')
  }, 30_000)

  it('T25 R12: 400 mutations of a good update: other people’s text, later loads and merging are unharmed', async () => {
    const id = await shared('the text of others')
    const random = new Random(25)
    const source = await eve.open(id)
    const good = source.write((text) => text.insert(3, ' good and honest'))
    await until('it is saved', () => source.saved === 1)
    let attacker = await eve.open(id)
    for (let i = 0; i < 400; i += 1) {
      if (attacker.of('refused').length > 0) {
        attacker.close()
        attacker = await eve.open(id)
      }
      const mutated = Uint8Array.from(good)
      mutated[random.below(mutated.length)] = random.below(256)
      attacker.bring(mutated)
      if (i % 40 === 0) await pause(5)
    }
    attacker.close()
    const reader = await ada.open(id)
    expect(reader.doc.store.pendingStructs).toBeNull()
    expect(reader.doc.store.pendingDs).toBeNull()
    await reader.type('> ')
    const content = await ada.api.content(id)
    expect(content).toBe(reader.text.toJSON())
    // mutations can only add letters in Eve's own name or delete; the order of what is left is the writer's
    expect(content.startsWith('> ')).toBe(true)
  }, 30_000)
})

describe('pastes that are no plain text', () => {
  const refusedFor = async (id: string, update: Uint8Array): Promise<string> => {
    const writer = await eve.open(id)
    writer.bring(update)
    const { reason } = await writer.refusal()
    writer.close()
    return reason
  }

  const made = (write: (doc: Y.Doc) => void): Uint8Array => {
    const doc = new Y.Doc()
    write(doc)
    return Y.encodeStateAsUpdate(doc)
  }

  it('T27 R12 R14: embeds, formats, other roots and circles are refused, never pending, and merging goes on', async () => {
    const id = await shared()
    const head = await server.store.log.head(id)
    const circle = bytes(2, 1, 77, 0, AFTER, 78, 0, 'x', 1, 78, 0, AFTER, 77, 0, 'x', 0)
    const itself = bytes(1, 1, 77, 0, AFTER, 77, 0, 'x', 0)
    for (const update of [
      circle,
      itself,
      made((doc) => doc.getText('content').insertEmbed(0, { image: 'x' })),
      made((doc) => doc.getText('content').insert(0, 'bold', { bold: true })),
      made((doc) => doc.getText('elsewhere').insert(0, 'text')),
      made((doc) => doc.getMap('content').set('key', 'value')),
      made((doc) => doc.getXmlFragment('content').insert(0, [new Y.XmlText('x')])),
    ])
      expect(await refusedFor(id, update), update.join(' ')).toBe('malformed')
    expect(await server.store.log.head(id)).toEqual(head)
    const writer = await ada.open(id)
    await writer.type('and on: ')
    expect(await ada.api.content(id)).toBe('and on: text')
    const snapshot = await server.store.snapshots.latest(id)
    expect(snapshot?.coversSeq).toBe((head?.seq ?? 0) + 1)
  })

  it('T27 R20: a refused paste ends that replica only: who opens afresh goes on', async () => {
    const id = await shared()
    const writer = await eve.open(id)
    writer.write((text) => text.insert(0, 'x'.repeat(6_000)))
    writer.write((text) => text.insert(0, 'builds on it '))
    await writer.refusal()
    expect(writer.of('refused')).toMatchObject([{ n: 1, reason: 'full' }])
    expect(writer.closed).toBeNull()
    const afresh = await eve.open(id)
    expect(await afresh.type('smaller ')).toBeLessThan(5_000)
    expect(await ada.api.content(id)).toBe('smaller text')
  })
})
