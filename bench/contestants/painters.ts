import type { Contestant } from './contestant.ts'
import { installPeers } from './peers.ts'

const noServer = (): never => {
  throw new Error('This draws cards and is no server: only w11 runs against it.')
}

const painter = (id: string, title: string, prepare: () => Promise<void>): Contestant => ({
  id,
  title,
  prepare,
  start: noServer,
  layDocuments: noServer,
  keptBytes: noServer,
})

/** Other ways to draw a card, each in `painters/<id>.ts`. */
export const painters: readonly Contestant[] = [
  painter('resvg', 'satori 0.63.2 and resvg 2.6.2', installPeers),
  painter('node-canvas', 'node-canvas 3.2.3 (Cairo), our layout', installPeers),
  painter('chromium', 'Chromium, a page that stays open', async () => {}),
]
