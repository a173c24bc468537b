import { readFileSync, writeFileSync } from 'node:fs'
import { createCanvas, loadImage } from '../fonts.ts'

export type Picture = { width: number; height: number; rgba: Uint8Array }

/** Decodes a PNG with Skia, so that our own encoder is not checked by itself. */
export async function decode(png: Uint8Array): Promise<Picture> {
  const image = await loadImage(Buffer.from(png))
  const canvas = createCanvas(image.width, image.height)
  canvas.getContext('2d').drawImage(image, 0, 0)
  return { width: image.width, height: image.height, rgba: Uint8Array.from(canvas.data()) }
}

/** The mean absolute difference of two pictures of one size, 0 to 255 a channel. */
export function difference(a: Picture, b: Picture): number {
  if (a.width !== b.width || a.height !== b.height) return 255
  let sum = 0
  for (let i = 0; i < a.rgba.length; i++) sum += Math.abs((a.rgba[i] ?? 0) - (b.rgba[i] ?? 0))
  return sum / a.rgba.length
}

/** The kept picture of that name. UPDATE_GOLDEN=1 replaces it by `png`: then look at it. */
export function golden(name: string, png: Uint8Array): Uint8Array {
  const file = `${import.meta.dirname}/${name}.png`
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, png)
  return readFileSync(file)
}
