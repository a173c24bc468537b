import { composeCard } from '../../sync-server/src/preview/compose.ts'
import type { Ink, Layer } from '../../sync-server/src/preview/ink.ts'
import { type Color, themes } from '../../sync-server/src/preview/theme.ts'
import { emojiSvg, fontFile, peer } from './files.ts'
import type { OpenPainter } from './painter.ts'

type Context = {
  font: string
  fillStyle: unknown
  strokeStyle: string
  lineWidth: number
  save(): void
  restore(): void
  beginPath(): void
  clip(): void
  fill(): void
  stroke(): void
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  scale(x: number, y: number): void
  translate(x: number, y: number): void
  rect(x: number, y: number, width: number, height: number): void
  fillRect(x: number, y: number, width: number, height: number): void
  roundRect(x: number, y: number, width: number, height: number, radius: number): void
  fillText(text: string, x: number, y: number): void
  drawImage(image: unknown, x: number, y: number, width: number, height: number): void
  createLinearGradient(
    x: number,
    y: number,
    x2: number,
    y2: number,
  ): {
    addColorStop(at: number, color: string): void
  }
}
type NodeCanvas = {
  registerFont(file: string, face: { family: string; weight?: string; style?: string }): void
  createCanvas(
    width: number,
    height: number,
  ): { getContext(kind: '2d'): Context; toBuffer(type: 'image/png'): Buffer }
  loadImage(source: Buffer): Promise<unknown>
}

const images = new Map<string, unknown>()

/** Our own layout, measured by Skia, drawn and written by node-canvas (Cairo). */
export const openPainter: OpenPainter = async () => {
  const canvas = peer<NodeCanvas>('node-canvas')
  const face = (name: string, family: string, weight: string, style: string): void =>
    canvas.registerFont(fontFile(name), { family, weight, style })
  face('inter/400Regular/Inter_400Regular', 'Inter', 'normal', 'normal')
  face('inter/400Regular_Italic/Inter_400Regular_Italic', 'Inter', 'normal', 'italic')
  face('inter/700Bold/Inter_700Bold', 'Inter', 'bold', 'normal')
  face('jetbrains-mono/400Regular/JetBrainsMono_400Regular', 'JetBrains Mono', 'normal', 'normal')
  return {
    paint: async (view) => {
      const { layers, width, height } = composeCard(view)
      for (const { inks } of layers) await loadEmoji(canvas, inks)
      const surface = canvas.createCanvas(width * view.scale, height * view.scale)
      const context = surface.getContext('2d')
      const palette = themes[view.theme]
      const colorOf = (color: Color): string =>
        color.startsWith('#') ? color : palette[color as keyof typeof palette]
      context.scale(view.scale, view.scale)
      context.fillStyle = palette.background
      context.fillRect(0, 0, width, height)
      for (const layer of layers) drawLayer(context, layer, width, colorOf)
      return surface.toBuffer('image/png')
    },
  }
}

const loadEmoji = async (canvas: NodeCanvas, inks: readonly Ink[]): Promise<void> => {
  for (const ink of inks) {
    if (ink.kind !== 'emoji' || images.has(ink.emoji)) continue
    const svg = emojiSvg(ink.emoji)
    if (svg !== null) images.set(ink.emoji, await canvas.loadImage(Buffer.from(svg)))
  }
}

const drawLayer = (
  context: Context,
  layer: Layer,
  width: number,
  colorOf: (color: Color) => string,
): void => {
  context.save()
  context.beginPath()
  context.rect(0, layer.y, width, layer.height)
  context.clip()
  context.save()
  context.translate(layer.x, layer.y)
  context.scale(layer.zoom, layer.zoom)
  for (const ink of layer.inks) drawInk(context, ink, colorOf)
  context.restore()
  if (layer.fade > 0) {
    const bottom = layer.y + layer.height
    const gradient = context.createLinearGradient(0, bottom - layer.fade, 0, bottom)
    gradient.addColorStop(0, `${colorOf('background')}00`)
    gradient.addColorStop(1, colorOf('background'))
    context.fillStyle = gradient
    context.fillRect(0, bottom - layer.fade, width, layer.fade)
  }
  context.restore()
}

const drawInk = (context: Context, ink: Ink, colorOf: (color: Color) => string): void => {
  if (ink.kind === 'text') {
    context.font = ink.font
    context.fillStyle = colorOf(ink.color)
    context.fillText(ink.text, ink.x, ink.baseline)
  } else if (ink.kind === 'emoji') {
    const image = images.get(ink.emoji)
    if (image !== undefined) context.drawImage(image, ink.x, ink.y, ink.size, ink.size)
  } else if (ink.kind === 'box') {
    context.beginPath()
    context.roundRect(ink.x, ink.y, ink.width, ink.height, Math.min(ink.radius, ink.height / 2))
    context.lineWidth = ink.outline ?? 1
    if (ink.outline === undefined) context.fillStyle = colorOf(ink.color)
    else context.strokeStyle = colorOf(ink.color)
    if (ink.outline === undefined) context.fill()
    else context.stroke()
  } else {
    context.beginPath()
    context.moveTo(ink.x + ink.size * 0.26, ink.y + ink.size * 0.52)
    context.lineTo(ink.x + ink.size * 0.43, ink.y + ink.size * 0.69)
    context.lineTo(ink.x + ink.size * 0.75, ink.y + ink.size * 0.33)
    context.strokeStyle = colorOf(ink.color)
    context.lineWidth = ink.size * 0.13
    context.stroke()
  }
}
