import { loadSprites, type Sprite } from './emoji.ts'
import { type Canvas, type Context, createCanvas } from './fonts.ts'
import type { Ink, Layer } from './ink.ts'
import { Writer } from './measure.ts'
import { type Color, type Theme, themes } from './theme.ts'

export type Size = { width: number; height: number; scale: number; theme: Theme }

type Sprites = ReadonlyMap<string, Sprite>

/**
 * Draws layers on an opaque ground. `width` and `height` are logical; answers RGBA bytes of
 * `width * scale` by `height * scale` pixels. An ink that can't be drawn is left out.
 */
export async function drawLayers(layers: readonly Layer[], size: Size): Promise<Buffer> {
  const sprites = await Promise.all(layers.map((layer) => layerSprites(layer, size)))
  const canvas = surface(size.width * size.scale, size.height * size.scale)
  const pen = new Pen(canvas, size)
  for (const [index, layer] of layers.entries()) pen.layer(layer, sprites[index] ?? new Map())
  return canvas.data()
}

// Used again for the next card: the first touch of fresh memory costs more than the drawing.
let last = createCanvas(1, 1)

/** An untouched canvas; the one before is no longer ours. */
function surface(width: number, height: number): Canvas {
  if (last.width !== width || last.height !== height) last = createCanvas(width, height)
  else last.getContext('2d').reset()
  return last
}

/** The pictures of a layer's emoji, in the largest size that it needs. */
function layerSprites(layer: Layer, { scale, theme }: Size): Promise<Sprites> {
  const emoji = layer.inks.filter((ink) => ink.kind === 'emoji')
  const size = Math.max(1, ...emoji.map((ink) => ink.size))
  const pixels = Math.round(size * layer.zoom * scale)
  return loadSprites(new Set(emoji.map((ink) => ink.emoji)), pixels, themes[theme].text)
}

class Pen {
  readonly #context: Context
  readonly #size: Size
  #sprites: Sprites = new Map()
  #writer: Writer

  constructor(canvas: Sprite, size: Size) {
    this.#context = canvas.getContext('2d')
    this.#size = size
    this.#writer = new Writer(this.#context)
    this.#context.scale(size.scale, size.scale)
    this.#context.fillStyle = this.#color('background')
    this.#context.fillRect(0, 0, size.width, size.height)
  }

  layer(layer: Layer, sprites: Sprites): void {
    const context = this.#context
    this.#sprites = sprites
    context.save()
    this.#writer = new Writer(context)
    context.beginPath()
    context.rect(0, layer.y, this.#size.width, layer.height)
    context.clip()
    context.save()
    context.translate(layer.x, layer.y)
    context.scale(layer.zoom, layer.zoom)
    for (const ink of layer.inks) this.#ink(ink)
    context.restore()
    if (layer.fade > 0) this.#fade(layer.y + layer.height, layer.fade)
    context.restore()
  }

  #ink(ink: Ink): void {
    try {
      if (ink.kind === 'text') this.#text(ink)
      else if (ink.kind === 'emoji') this.#emoji(ink)
      else if (ink.kind === 'box') this.#box(ink)
      else this.#tick(ink)
    } catch {
      // The rest of the card is still worth seeing.
    }
  }

  #text(ink: Extract<Ink, { kind: 'text' }>): void {
    this.#writer.use(ink.font, ink.text, ink.rtl)
    this.#context.fillStyle = this.#color(ink.color)
    this.#context.fillText(ink.text, ink.x, ink.baseline)
  }

  #emoji({ emoji, x, y, size }: Extract<Ink, { kind: 'emoji' }>): void {
    const sprite = this.#sprites.get(emoji)
    if (sprite) this.#context.drawImage(sprite, x, y, size, size)
    else this.#missing(x, y, size)
  }

  /** The place of an emoji that there is no picture for. */
  #missing(x: number, y: number, size: number): void {
    this.#box({
      kind: 'box',
      x: x + 2,
      y: y + 2,
      width: size - 4,
      height: size - 4,
      radius: 3,
      color: 'bar',
      outline: 1.5,
    })
  }

  #box({ x, y, width, height, radius, color, outline }: Extract<Ink, { kind: 'box' }>): void {
    const context = this.#context
    const inset = (outline ?? 0) / 2
    context.beginPath()
    context.roundRect(
      x + inset,
      y + inset,
      width - 2 * inset,
      height - 2 * inset,
      Math.max(0, Math.min(radius, width / 2, height / 2) - inset),
    )
    if (outline === undefined) {
      context.fillStyle = this.#color(color)
      context.fill()
    } else {
      context.strokeStyle = this.#color(color)
      context.lineWidth = outline
      context.stroke()
    }
  }

  #tick({ x, y, size, color }: Extract<Ink, { kind: 'tick' }>): void {
    const context = this.#context
    context.beginPath()
    context.moveTo(x + size * 0.26, y + size * 0.52)
    context.lineTo(x + size * 0.43, y + size * 0.69)
    context.lineTo(x + size * 0.75, y + size * 0.33)
    context.strokeStyle = this.#color(color)
    context.lineWidth = size * 0.13
    context.lineCap = 'round'
    context.lineJoin = 'round'
    context.stroke()
  }

  /** Lets the layer end in the ground's colour. */
  #fade(bottom: number, height: number): void {
    const ground = this.#color('background')
    const gradient = this.#context.createLinearGradient(0, bottom - height, 0, bottom)
    gradient.addColorStop(0, `${ground}00`)
    gradient.addColorStop(0.75, `${ground}f2`)
    gradient.addColorStop(1, ground)
    this.#context.fillStyle = gradient
    this.#context.fillRect(0, bottom - height, this.#size.width, height)
  }

  #color(color: Color): string {
    return color.startsWith('#')
      ? color
      : themes[this.#size.theme][color as keyof typeof themes.dark]
  }
}
