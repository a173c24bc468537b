import { hasRightToLeft } from './bidi.ts'
import { type Context, createCanvas, isMono } from './fonts.ts'

const maxWidths = 20_000
/** Letters that need no shaping. */
const simple = /^[ -~\u00a1-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2190-\u21ff]*$/

/** Widths by text, by font. */
const known = new Map<string, Map<string, number>>()
let count = 0

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
  writer.use(font, text, hasRightToLeft(text))
  return writer.context.measureText(text).width
}

function forget(): void {
  known.clear()
  count = 0
}

/** What has to be the same where a text is measured and where it is drawn. Setting it anew is dear, so it remembers. */
export class Writer {
  readonly context: Context
  #font = ''
  #isSimple = false
  #isRightToLeft = false

  constructor(context: Context) {
    this.context = context
    // Without it the letters' shapes follow the language of the machine.
    context.lang = 'en'
    context.textBaseline = 'alphabetic'
    context.textAlign = 'left'
    context.direction = 'ltr'
    context.textRendering = 'auto'
  }

  /** Prepares for a text, all of which goes in one direction. */
  use(font: string, text: string, isRightToLeft: boolean): void {
    if (font !== this.#font) this.context.font = this.#font = font
    // JetBrains Mono would draw `===` and `=>` as one sign; so it is without the shaping that other scripts need.
    const isSimple = isMono(font) && simple.test(text)
    if (isSimple !== this.#isSimple) {
      this.context.textRendering = isSimple ? 'optimizeSpeed' : 'auto'
      this.#isSimple = isSimple
    }
    if (isRightToLeft !== this.#isRightToLeft) {
      this.context.direction = isRightToLeft ? 'rtl' : 'ltr'
      this.#isRightToLeft = isRightToLeft
    }
  }
}

const writer = new Writer(createCanvas(1, 1).getContext('2d'))
