import { expect, it } from 'vitest'
import { LeftRooms } from './left-rooms.ts'

const setUp = (): { left: LeftRooms<string>; forgotten: string[] } => {
  const forgotten: string[] = []
  return { left: new LeftRooms((room) => forgotten.push(room)), forgotten }
}

it('R3: a room is kept for a while after everybody has left, unless somebody comes', () => {
  const { left, forgotten } = setUp()
  left.add('empty')
  left.add('visited')
  left.sweep()
  left.add('empty')
  left.add('late')
  left.remove('visited')
  left.sweep()
  expect(forgotten).toEqual(['empty'])
  left.sweep()
  expect(forgotten).toEqual(['empty', 'late'])
})

it('R3: however many are left at once, a bounded number is kept; the one that was left first goes first', () => {
  const { left, forgotten } = setUp()
  for (let i = 0; i < 103; i += 1) left.add(`room ${i}`)
  expect(forgotten).toEqual(['room 0', 'room 1', 'room 2'])
})
