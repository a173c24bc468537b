import { describe, expect, it } from 'vitest'
import { closeCode, lineOf } from './stage/raw-socket.ts'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const { ada, grace } = await setStage(['ada', 'grace'], {
  LIMIT_MESSAGES_PER_SECOND_PER_USER: '50',
  LIMIT_BYTES_PER_SECOND_PER_DOCUMENT: '20000',
})

/** A document of Ada's in which Grace may write. */
const shared = (): Promise<string> => ada.share('text', grace, 'edit')

describe('what sockets share', () => {
  it('R50: all of one person are read slower together; nothing is lost, and nobody else waits', async () => {
    const id = await shared()
    const tabs = [await ada.open(id), await ada.open(id)]
    const other = await grace.open(id)
    const at = performance.now()
    for (let i = 0; i < 100; i += 1)
      for (const tab of tabs) tab.write((text) => text.insert(0, 'x'))
    other.write((text) => text.insert(0, 'meanwhile'))
    await until('somebody else is saved', () => other.saved === 1)
    await until('all is saved', () => tabs.every(({ saved }) => saved === 100))
    for (const n of [101, 102]) {
      tabs[0]?.write((text) => text.insert(0, 'x'))
      await until('one more is saved', () => tabs[0]?.saved === n)
    }
    // 50 a second, of which a burst of 100 passes at once: what comes on credit makes the next wait, at most a second
    expect(performance.now() - at).toBeGreaterThan(900)
    expect(tabs.map(({ closed }) => closed)).toEqual([null, null])
    const text = await ada.api.content(id)
    expect(text.match(/x/g)?.length).toBe(203)
  })

  it('R50: who goes on, although read slower, is closed with 4429, and owes as much when back; others are not concerned', async () => {
    const id = await shared()
    const tabs = await Promise.all(Array.from({ length: 4 }, () => ada.openRaw(id)))
    const other = await grace.open(id)
    const codes = tabs.map(closeCode)
    // an awareness frame of nobody, masked with zeros: 100 pass and 250 more are lent
    const frame = Buffer.from([0x82, 0x83, 0, 0, 0, 0, 1, 1, 0])
    for (const tab of tabs) lineOf(tab).write(Buffer.concat(Array(200).fill(frame)))
    expect(await Promise.race(codes)).toBe(4429)
    other.write((text) => text.insert(0, 'meanwhile'))
    await until('somebody else is saved', () => other.saved === 1)
    for (const tab of tabs) tab.terminate()
    const back = await ada.openRaw(id)
    const code = closeCode(back)
    lineOf(back).write(Buffer.concat(Array(200).fill(frame)))
    expect(await code).toBe(4429)
    expect(other.closed).toBeNull()
  })

  it('R50: all in one document are read slower together; another document does not notice', async () => {
    const [id, elsewhere] = [await shared(), await shared()]
    const people = [await ada.open(id), await grace.open(id)]
    const other = await grace.open(elsewhere)
    const at = performance.now()
    const paste = 'y'.repeat(5_000)
    for (let i = 0; i < 5; i += 1)
      for (const client of people) client.write((text) => text.insert(0, paste))
    other.write((text) => text.insert(0, 'meanwhile'))
    await until('the other document is saved', () => other.saved === 1)
    await until('all is saved', () => people.every(({ saved }) => saved === 5))
    for (const n of [6, 7]) {
      people[0]?.write((text) => text.insert(0, 'y'))
      await until('one more is saved', () => people[0]?.saved === n)
    }
    // 50,000 bytes at 20,000 a second, of which 40,000 pass at once
    expect(performance.now() - at).toBeGreaterThan(450)
    expect((await ada.api.content(id)).match(/y/g)?.length).toBe(50_002)
  })
})
