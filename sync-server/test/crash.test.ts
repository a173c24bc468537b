import { expect, it } from 'vitest'
import { Data } from './stage/data.ts'
import { Person } from './stage/person.ts'
import { until } from './stage/until.ts'

it('C1 R10 F25: what was called saved, or was seen by anybody, is there after a kill -9 in the middle of typing', async () => {
  const data = new Data()
  let program = await data.run()
  let ada = await Person.register(program, 'ada')
  const id = await ada.create()
  const promised: string[] = []
  for (let round = 0; round < 3; round += 1) {
    const writer = await ada.open(id)
    const reader = await ada.open(id)
    const written: string[] = []
    const typing = setInterval(() => {
      const word = `<${round}.${written.length}>`
      written.push(word)
      writer.write((text) => text.insert(text.length, word))
    }, 1)
    await until('some of it is saved', () => writer.saved > 20 + round * 30)
    await program.kill()
    clearInterval(typing)
    promised.push(...written.slice(0, writer.saved))
    const seen = reader.text.toJSON()
    program = await data.run()
    ada = ada.at(program)
    const text = await ada.api.content(id)
    for (const word of promised) expect(text).toContain(word)
    expect(text.startsWith(seen)).toBe(true)
  }
})
