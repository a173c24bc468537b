import type { CardView } from '../../sync-server/src/bus/types.ts'

/** Something that draws a card of 1200 x 630 pixels as a PNG. */
export type Painter = {
  paint(view: CardView): Promise<Uint8Array>
  /** Processes that it has started: what they take counts, too. */
  pids?(): number[]
  close?(): Promise<void>
}

/** In `painters/<id>.ts`: gets ready to paint, in a process that does nothing else. */
export type OpenPainter = () => Promise<Painter>
