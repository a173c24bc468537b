import { afterEach, beforeEach, describe } from 'vitest'
import { chatStories } from './contract/chat.ts'
import { documentStories } from './contract/documents.ts'
import { guildStories } from './contract/guilds.ts'
import { historyStories } from './contract/history.ts'
import { linkStories } from './contract/links.ts'
import { logStories } from './contract/log.ts'
import { peopleStories } from './contract/people.ts'
import { searchStories } from './contract/search.ts'
import { snapshotStories } from './contract/snapshots.ts'
import { upkeepStories } from './contract/upkeep.ts'
import { World } from './contract/world.ts'
import type { Opened } from './contract/world.ts'

/** What every store driver promises; `open` gives an empty store of its own for each story. */
export const storeContract = (name: string, open: () => Promise<Opened>): void => {
  describe(`${name} keeps the promises of a store`, () => {
    let current: World | undefined
    const world = (): World => {
      if (current === undefined) throw new Error('no story is being told')
      return current
    }
    beforeEach(async () => {
      current = new World(await open())
    })
    afterEach(() => world().close())

    logStories(world)
    upkeepStories(world)
    snapshotStories(world)
    historyStories(world)
    peopleStories(world)
    documentStories(world)
    linkStories(world)
    searchStories(world)
    chatStories(world)
    guildStories(world)
  })
}
