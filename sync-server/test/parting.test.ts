import { clientFrame, SYNC, syncFrame } from '@sticky/shared/frames'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'
import { holdCommit } from './stage/hold-commit.ts'
import { StickyPeer } from './stage/peers/sticky-peer.ts'
import { setStage } from './stage/stage.ts'
import { pause, until } from './stage/until.ts'

const { server, ada, eve } = await setStage(['ada', 'eve'])
const { log } = server.store

describe('last words', () => {
  it.each([
    ['says goodbye', (writer: StickyPeer) => writer.disconnect('close')],
    ['hangs up', (writer: StickyPeer) => writer.line.end()],
  ])('C6 R10: what somebody sends and then %s is in the log', async (_how, leave) => {
    const id = await ada.create('text')
    for (let i = 0; i < 10; i += 1) {
      const writer = new StickyPeer('writer', () => {})
      await ada.connect(writer, id)
      await until('it has caught up', () => writer.live)
      writer.insert(0, `${i} `)
      leave(writer)
      await until('it is there', async () => (await log.head(id))?.seq === i + 2)
    }
    expect(await ada.api.content(id)).toBe('9 8 7 6 5 4 3 2 1 0 text')
  })

  it.each([
    ['also while their right is still being proved', false],
    ['but not when it turns out to be gone, although it was read before', true],
  ])('C6 R10 R31: %s', async (_when, gone) => {
    const id = await ada.share('text', eve, 'edit')
    // stays in the room, whose rights are looked at again when they change
    const witness = await ada.open(id)
    const writer = await eve.arrive(id)
    await until('the socket is open', () => writer.isOpen)
    const { grants } = server.store
    const concerning = grants.concerning.bind(grants)
    onTestFinished(() => void Object.assign(grants, { concerning }))
    let prove = (): void => {}
    const held = new Promise<void>((resolve) => (prove = resolve))
    let isRead = false
    // the right as it is now, known a while later
    grants.concerning = async (document, userId) => {
      const rights = await concerning(document, userId)
      if (userId !== eve.id) return rights
      isRead = true
      await held
      return rights
    }
    const { clientID: clientId } = writer.doc
    const stateVector = Y.encodeStateVector(writer.doc)
    writer.send(clientFrame({ kind: 'join', clientId, cursor: null, stateVector }))
    writer.write((text) => text.insert(0, 'last words'))
    await until('their right is read', () => isRead)
    writer.close()
    await writer.closing()
    await pause(50)
    grants.concerning = concerning
    if (gone) {
      await ada.withdraw(id, eve)
      await witness.type('first ')
    }
    prove()
    if (gone) await pause(100)
    else await until('it is there', async () => (await log.head(id))?.seq === 2)
    await witness.type('still ')
    const content = await ada.api.content(id)
    expect([content.includes('still '), content.includes('last words')]).toEqual([true, !gone])
  })

  /** Eve has sent her last words and left, while somebody else's are being written. */
  const leaveWhileBusy = async () => {
    const id = await ada.share('text', eve, 'edit')
    const first = await ada.open(id)
    const leaver = await eve.open(id)
    const commit = holdCommit(log)
    first.write((text) => text.insert(0, 'first '))
    await until('the room is busy', commit.isHeld)
    leaver.write((text) => text.insert(4, ' last words'))
    leaver.close()
    await leaver.closing()
    // the server hears of it a moment later than the one who left
    await pause(50)
    return { id, first, leaver, commit }
  }

  it('C6 R10 R17: also while the room is busy; who comes back with them brings nothing twice', async () => {
    const { id, first, leaver, commit } = await leaveWhileBusy()
    commit.go()
    await until('others read them', () => first.text.toJSON() === 'first text last words')
    expect(leaver.saved).toBe(0)
    const back = await eve.open(id, leaver)
    back.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(back.doc)))
    await until('all is saved', () => back.saved === 1)
    expect(await ada.api.content(id)).toBe('first text last words')
    expect((await log.head(id))?.seq).toBe(3)
  })

  it('R31 T26: not when the right was withdrawn before they could be written', async () => {
    const { id, first, commit } = await leaveWhileBusy()
    await ada.withdraw(id, eve)
    commit.go()
    await until('the first is saved', () => first.saved === 1)
    await first.type('still ')
    expect(await ada.api.content(id)).toBe('still first text')
    expect((await log.head(id))?.seq).toBe(3)
  })
})
