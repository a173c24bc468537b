import { describe, expect, it } from 'vitest'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const { ada, grace } = await setStage(['ada', 'grace'])

describe('a script without Discord, with the unmodified y-websocket', () => {
  it('F21 F44: shares a document with an editor; both see what both write', async () => {
    const id = await ada.share('hello', grace, 'edit')
    const one = await ada.openPlain(id)
    const two = await grace.openPlain(id)
    await until(
      'both have the text',
      () => one.text.toJSON() === 'hello' && two.text.toJSON() === 'hello',
    )
    one.text.insert(5, ' world')
    two.text.insert(0, '> ')
    const wanted = '> hello world'
    await until('both agree', () => one.text.toJSON() === wanted && two.text.toJSON() === wanted)
    expect(await ada.api.content(id)).toBe(wanted)
  })

  it('leaves nothing behind at the process, however many there are', async () => {
    const id = await ada.create('hello')
    const before = process.listenerCount('exit')
    await Promise.all([ada.openPlain(id), ada.openPlain(id)])
    expect(process.listenerCount('exit')).toBe(before)
  })
})
