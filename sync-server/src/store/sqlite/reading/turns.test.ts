import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

const taken = (turns: Turns<string>): string[] => {
  const all: string[] = []
  for (let one = turns.take(); one !== undefined; one = turns.take()) all.push(one)
  return all
}

test('F46: who asks for much waits for their own, and others come in between', () => {
  const turns = new Turns<string>()
  for (const one of ['1', '2', '3']) turns.add('Ada', `Ada ${one}`)
  turns.add('Ben', 'Ben 1')
  turns.add('Cleo', 'Cleo 1')
  turns.add('Ben', 'Ben 2')
  expect([turns.size, turns.of('Ada'), turns.of('Dan')]).toEqual([6, 3, 0])
  expect(taken(turns)).toEqual(['Ada 1', 'Ben 1', 'Cleo 1', 'Ada 2', 'Ben 2', 'Ada 3'])
  expect([turns.size, turns.of('Ada')]).toEqual([0, 0])
})

test('F46: who has had their turn and asks again stands behind those who wait', () => {
  const turns = new Turns<string>()
  turns.add('Ada', 'Ada 1')
  turns.add('Ben', 'Ben 1')
  expect(turns.take()).toBe('Ada 1')
  turns.add('Ada', 'Ada 2')
  expect(taken(turns)).toEqual(['Ben 1', 'Ada 2'])
})
