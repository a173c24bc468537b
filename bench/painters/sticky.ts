import { drawCard } from '../../sync-server/src/preview/card.ts'
import type { OpenPainter } from './painter.ts'

export const openPainter: OpenPainter = async () => ({
  paint: async (view) => (await drawCard(view)).png,
})
