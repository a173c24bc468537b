import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Canvas, createCanvas, loadImage } from './fonts.ts'

/** Different emoji on one card; the rest is drawn with the symbol font (T16). */
const maxDifferent = 64
/** Rastered emoji that are kept for the next card, about 8 kB each. */
const maxSprites = 512

const require = createRequire(import.meta.url)
const folder = join(dirname(require.resolve('@discordapp/twemoji/package.json')), 'dist/svg')

// Written as strings: TypeScript knows the `v` flag for newer targets only.
const emoji = new RegExp('\\p{RGI_Emoji}|\\p{Extended_Pictographic}\\uFE0F', 'gv')
const mayHaveEmoji = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]/u

export type Sprite = Canvas

const sprites = new Map<string, Sprite | null>()

/** Cuts a text into emoji and what is between them. */
export function splitEmoji(text: string): { text: string; emoji: boolean }[] {
  if (!mayHaveEmoji.test(text)) return [{ text, emoji: false }]
  const parts: { text: string; emoji: boolean }[] = []
  let from = 0
  for (const match of text.matchAll(emoji)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), emoji: false })
    parts.push({ text: match[0], emoji: true })
    from = match.index + match[0].length
  }
  if (from < text.length) parts.push({ text: text.slice(from), emoji: false })
  return parts
}

/**
 * Pictures for the emoji, `size` device pixels wide; `ink` is the colour of the text. What we have no picture for is missing in the
 * answer. Reads the files of one package only, by the numbers of the characters (T18).
 */
export async function loadSprites(
  wanted: Iterable<string>,
  size: number,
  ink: string,
): Promise<ReadonlyMap<string, Sprite>> {
  const loaded = new Map<string, Sprite>()
  for (const sequence of [...new Set(wanted)].slice(0, maxDifferent)) {
    const sprite = await loadSprite(sequence, size, ink)
    if (sprite) loaded.set(sequence, sprite)
  }
  return loaded
}

async function loadSprite(sequence: string, size: number, ink: string): Promise<Sprite | null> {
  const key = `${size} ${ink} ${sequence}`
  const known = sprites.get(key)
  if (known !== undefined) return known
  const sprite = await raster(sequence, size, ink).catch(() => null)
  if (sprites.size >= maxSprites) sprites.clear()
  sprites.set(key, sprite)
  return sprite
}

async function raster(sequence: string, size: number, ink: string): Promise<Sprite> {
  // A Buffer: given a string, Skia's wrapper would fetch it.
  const image = await loadImage(tinted(await readSvg(sequence), ink))
  image.width = size
  image.height = size
  const canvas = createCanvas(size, size)
  canvas.getContext('2d').drawImage(image, 0, 0, size, size)
  return canvas
}

/** Signs such as ✔️ are one dark grey, made for white paper: they get the colour of the text. */
function tinted(svg: Buffer, ink: string): Buffer {
  const source = svg.toString()
  const fills = source.match(/fill="[^"]*"/g) ?? []
  if (!fills.every((fill) => /^fill="#31373d"$/i.test(fill))) return svg
  return Buffer.from(source.replace(/fill="#31373d"/gi, `fill="${ink}"`))
}

/** Files are named by code points; without the variation selector, unless it joins a sequence. */
async function readSvg(sequence: string): Promise<Buffer> {
  const joined = sequence.includes('\u200d')
  const name = fileName(joined ? sequence : sequence.replaceAll('\ufe0f', ''))
  const read = readFile(join(folder, name))
  return joined ? read.catch(() => readFile(join(folder, bareName(sequence)))) : read
}

function bareName(sequence: string): string {
  return fileName(sequence.replaceAll('\ufe0f', ''))
}

function fileName(sequence: string): string {
  return `${Array.from(sequence, (c) => c.codePointAt(0)?.toString(16)).join('-')}.svg`
}
