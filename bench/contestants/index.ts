import type { Contestant } from './contestant.ts'
import { floors } from './floors.ts'
import { painters } from './painters.ts'
import { peers } from './peers.ts'
import { sticky } from './sticky.ts'

/** In the order of the tables. */
export const contestants: readonly Contestant[] = [...floors, ...peers, ...painters, ...sticky]
