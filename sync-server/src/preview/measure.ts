import { type Context, createCanvas, monoFamily } from './fonts.ts'

const maxWidths = 20_000

const context = createCanvas(1, 1).getContext('2d')
prepareText(context)

/** Widths by text, by font. */
const known = new Map<string, Map<string, number>>()
let count = 0
let currentFont = ''

/** The width of a text in logical pixels. Remembered: measuring is the dear part of a layout. */
export function measure(text: string, font: string): number {
  const widths = known.get(font) ?? new Map<string, number>()
  const width = widths.get(text)
  if (width !== undefined) return width
  if (++count > maxWidths) forget()
  const measured = measureAnew(text, font)
  known.set(font, widths.set(text, measured))
  return measured
}

function measureAnew(text: string, font: string): number {
  if (font !== currentFont) setFont(context, (currentFont = font))
  return context.measureText(text).width
}

function forget(): void {
  known.clear()
  count = 0
}

/** What has to be the same where a text is measured and where it is drawn. */
export function prepareText(context: Context): void {
  // Without it the letters' shapes follow the language of the machine.
  context.lang = 'en'
  context.textBaseline = 'alphabetic'
}

/** JetBrains Mono would draw `===` and `=>` as one sign; letters that are spaced, however little, are not joined. */
export function setFont(context: Context, font: string): void {
  context.font = font
  context.letterSpacing = font.includes(monoFamily) ? '0.01px' : '0px'
}
