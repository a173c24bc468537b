import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Aside, Edit } from '../device/copy.ts'
import { HandDevice } from './hand-device.ts'
import { Keeper } from './keeper.ts'
import { settled } from './stand-in.ts'

const edit = (n: number): Edit => ({ n, edits: 1, update: Uint8Array.of(n) })
const aside = (text: string): Aside => ({ id: text, at: 0, why: 'access lost', text })

/** A device that a keeper writes to, and what is found on it afterwards. */
const kept = async () => {
  const device = new HandDevice()
  const keeper = new Keeper(await device.open('ada', 'd'), () => {})
  const found = async (): Promise<{ unsent: number; asides: string[] }> => {
    const unsent = await device.unsent('ada')
    const { asides } = (await device.open('ada', 'd')).kept
    return { unsent, asides: asides.map(({ text }) => text) }
  }
  return { device, keeper, found }
}

/** Until it is called, the device takes its time. */
const hold = (device: HandDevice): (() => void) => {
  let release = (): void => {}
  device.slow = new Promise((resolve) => (release = resolve))
  return () => {
    device.slow = null
    release()
  }
}

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))

describe('erasing', () => {
  it('F25 T26: follows at once on a write that had begun and fails; that is not tried again', async () => {
    const { device, keeper, found } = await kept()
    keeper.settled([Uint8Array.of(7)], { generation: 'g', seq: 1 })
    keeper.own(edit(1))
    await settled()
    expect(await device.unsent('ada')).toBe(1)
    const release = hold(device)
    keeper.own(edit(2))
    await settled()
    device.full = true
    keeper.erase(aside('mine'))
    release()
    await settled()
    expect(await found()).toEqual({ unsent: 0, asides: ['mine'] })
    expect(keeper.keeping).toBe('device')
  })

  it('F25 T26: follows on a write that had begun and succeeds; of that nothing stays', async () => {
    const { device, keeper, found } = await kept()
    const release = hold(device)
    keeper.own(edit(1))
    await settled()
    keeper.erase(null)
    release()
    await settled()
    expect(await found()).toEqual({ unsent: 0, asides: [] })
  })

  it('F25: until it is done, the text that it sets aside is not said to be kept', async () => {
    const { device, keeper } = await kept()
    const release = hold(device)
    keeper.own(edit(1))
    await settled()
    keeper.erase(aside('mine'))
    expect(keeper.keeping).toBe('writing')
    release()
    await settled()
    expect(keeper.keeping).toBe('device')
  })

  it('F25 T26: does not wait for text that the device has no room for, and that text is not forgotten', async () => {
    const { device, keeper, found } = await kept()
    keeper.own(edit(1))
    await settled()
    const release = hold(device)
    keeper.setAside(aside('refused'), 1)
    await settled()
    device.full = true
    keeper.erase(aside('mine'))
    release()
    await settled()
    expect(await found()).toEqual({ unsent: 0, asides: ['mine'] })
    expect(keeper.keeping).toBe('tab')
    device.full = false
    keeper.close()
    await settled()
    expect((await found()).asides).toEqual(['mine', 'refused'])
  })
})
