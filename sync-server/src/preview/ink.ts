import type { Color } from './theme.ts'

/**
 * One thing to draw, in logical pixels from the top left of its layer. `at` of a text is not kept:
 * where a line came from is the page's business.
 */
export type Ink =
  | {
      kind: 'text'
      /** The left end, also where `rtl`: then the text goes from right to left, all of it. */
      x: number
      baseline: number
      text: string
      font: string
      color: Color
      rtl: boolean
    }
  | { kind: 'emoji'; x: number; y: number; size: number; emoji: string }
  | {
      kind: 'box'
      x: number
      y: number
      width: number
      height: number
      radius: number
      color: Color
      /** Draws the outline instead, this wide and inside the box. */
      outline?: number
    }
  | { kind: 'tick'; x: number; y: number; size: number; color: Color }

/** Inks that are drawn together: moved, magnified, and cut at `height` (with a fade if asked). */
export type Layer = {
  inks: Ink[]
  x: number
  y: number
  zoom: number
  height: number
  fade: number
}
