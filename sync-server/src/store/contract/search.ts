import { describe } from 'vitest'
import { orderStories } from './search-order.ts'
import { reachStories } from './search-rights.ts'
import { foundStories } from './search-words.ts'
import type { Stories } from './world.ts'

export const searchStories: Stories = (world) => {
  describe('search', () => {
    foundStories(world)
    reachStories(world)
    orderStories(world)
  })
}
