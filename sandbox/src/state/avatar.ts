import { png } from './image.ts'

/** 5x7 letters, one row a number; only the capitals that names begin with most. */
const LETTERS: Record<string, number[]> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  G: [14, 17, 16, 23, 17, 17, 14],
  L: [16, 16, 16, 16, 16, 16, 31],
  S: [15, 16, 16, 14, 1, 1, 30],
}
const DOT = [0, 0, 14, 14, 14, 0, 0]
const SIZE = 128
const CELL = 10

/** A picture for somebody: their initial on their colour. `hue` in degrees. */
export function avatarPng(name: string, hue: number): Buffer {
  const rows = LETTERS[name.charAt(0).toUpperCase()] ?? DOT
  return png(SIZE, (x, y) => {
    if (isInk(rows, x, y)) return [255, 255, 255]
    return hsl(hue + (x / SIZE) * 24, 0.55, 0.56 - (y / SIZE) * 0.14)
  })
}

function isInk(rows: number[], x: number, y: number): boolean {
  const column = Math.floor((x - (SIZE - 5 * CELL) / 2) / CELL)
  const row = Math.floor((y - (SIZE - 7 * CELL) / 2) / CELL)
  if (column < 0 || column > 4) return false
  return (((rows[row] ?? 0) >> (4 - column)) & 1) === 1
}

function hsl(hue: number, saturation: number, lightness: number): [number, number, number] {
  const a = saturation * Math.min(lightness, 1 - lightness)
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12
    return Math.round(255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
  }
  return [channel(0), channel(8), channel(4)]
}
