/** A picture in at most 256 colours: `colors` is RGB triples, `indices` one byte a pixel. */
export type Indexed = { colors: Uint8Array; indices: Uint8Array }

/** Colours are gathered in bins of 6 bits a channel. */
const binCount = 1 << 18
/**
 * A colour that fills runs this long, and so many pixels in all, is flat: it is kept exactly. Few,
 * as rows that repeat are not among the pixels.
 */
const flatRun = 8
const flatPixels = 100
const maxFlats = 64
const maxColors = 256

/** A colour of the picture with the number of its pixels. */
type Swatch = { bin: number; r: number; g: number; b: number; count: number }

type Box = { swatches: Swatch[]; axis: 'r' | 'g' | 'b'; error: number }

/** Neighbouring pixels of one colour, row by row: run `i` is `colors[i]` up to pixel `ends[i]`. */
type Runs = { colors: Int32Array; ends: Int32Array; length: number }

// One set of tables for the process, wiped where touched: fresh ones for each card are slower.
const counts = new Float64Array(binCount)
const reds = new Float64Array(binCount)
const greens = new Float64Array(binCount)
const blues = new Float64Array(binCount)
const flatOfBin = new Int32Array(binCount)
const flatIndexOfBin = new Uint8Array(binCount)
const indexOfBin = new Uint8Array(binCount)
const runs: Runs = { colors: new Int32Array(0), ends: new Int32Array(0), length: 0 }

/**
 * Reduces opaque RGBA pixels to 256 colours: large flat areas keep their exact colour, the rest is
 * cut into boxes of least error. No dither: it would spoil the text and the compression. Takes
 * signed words (little-endian), as V8 keeps those in registers.
 */
export function quantize(pixels: Int32Array): Indexed {
  findRuns(pixels)
  const bins = survey()
  const flats = takeFlats()
  const boxes = cutBoxes(swatchesOf(bins), maxColors - flats.length)
  const colors = new Uint8Array(3 * (flats.length + boxes.length))
  flats.forEach((flat, index) => {
    colors.set([flat & 255, (flat >> 8) & 255, (flat >> 16) & 255], 3 * index)
  })
  boxes.forEach((box, index) => {
    colors.set(mean(box.swatches).map(Math.round), 3 * (flats.length + index))
    for (const swatch of box.swatches) indexOfBin[swatch.bin] = flats.length + index
  })
  const indices = paintRuns(pixels.length)
  wipe(bins)
  return { colors, indices }
}

function binOf(color: number): number {
  return ((color >> 2) & 0x3f) | ((color >> 4) & 0xfc0) | ((color >> 6) & 0x3f000)
}

function findRuns(pixels: Int32Array): void {
  if (runs.ends.length < pixels.length) {
    runs.colors = new Int32Array(pixels.length)
    runs.ends = new Int32Array(pixels.length)
  }
  const { colors, ends } = runs
  let length = 0
  let color = pixels[0] ?? 0
  for (let i = 1; i < pixels.length; i++) {
    const next = pixels[i] as number
    if (next === color) continue
    colors[length] = color
    ends[length++] = i
    color = next
  }
  colors[length] = color
  ends[length++] = pixels.length
  runs.length = length
}

/** Counts the colours, bin by bin; answers the bins in use. */
function survey(): number[] {
  const bins: number[] = []
  let start = 0
  for (let i = 0; i < runs.length; i++) {
    const color = runs.colors[i] as number
    const end = runs.ends[i] as number
    const bin = binOf(color)
    if (counts[bin] === 0) bins.push(bin)
    tally(bin, color, end - start)
    start = end
  }
  return bins
}

function tally(bin: number, color: number, count: number): void {
  counts[bin] = (counts[bin] as number) + count
  reds[bin] = (reds[bin] as number) + (color & 255) * count
  greens[bin] = (greens[bin] as number) + ((color >> 8) & 255) * count
  blues[bin] = (blues[bin] as number) + ((color >> 16) & 255) * count
}

/** Chooses the flat colours, at most one a bin, and takes their pixels out of the bins. */
function takeFlats(): number[] {
  const flats: number[] = []
  const large = [...pixelsInLongRuns()].filter(([, count]) => count >= flatPixels)
  for (const [color, count] of large.sort((a, b) => b[1] - a[1]).slice(0, maxFlats)) {
    const bin = binOf(color)
    if (flatOfBin[bin] !== 0) continue
    flatOfBin[bin] = color
    flatIndexOfBin[bin] = flats.length
    tally(bin, color, -count)
    flats.push(color)
  }
  return flats
}

function pixelsInLongRuns(): Map<number, number> {
  const pixels = new Map<number, number>()
  let start = 0
  for (let i = 0; i < runs.length; i++) {
    const end = runs.ends[i] as number
    const color = runs.colors[i] as number
    if (end - start >= flatRun) pixels.set(color, (pixels.get(color) ?? 0) + end - start)
    start = end
  }
  return pixels
}

function swatchesOf(bins: number[]): Swatch[] {
  return bins.flatMap((bin) => {
    const count = counts[bin] as number
    if (count === 0) return []
    const part = (sums: Float64Array) => (sums[bin] as number) / count
    return [{ bin, r: part(reds), g: part(greens), b: part(blues), count }]
  })
}

/** Splits the box of largest error at the middle of its longest axis until there are `max`. */
function cutBoxes(swatches: Swatch[], max: number): Box[] {
  if (swatches.length === 0) return []
  const boxes = [boxOf(swatches)]
  while (boxes.length < max) {
    const widest = boxes.reduce((worst, box) => (box.error > worst.error ? box : worst))
    if (widest.error < 1 || widest.swatches.length < 2) break
    const middle = mean(widest.swatches)['rgb'.indexOf(widest.axis)] ?? 0
    const low = widest.swatches.filter((swatch) => swatch[widest.axis] <= middle)
    const high = widest.swatches.filter((swatch) => swatch[widest.axis] > middle)
    if (low.length === 0 || high.length === 0) widest.error = 0
    else boxes.splice(boxes.indexOf(widest), 1, boxOf(low), boxOf(high))
  }
  return boxes
}

function boxOf(swatches: Swatch[]): Box {
  const [r, g, b] = mean(swatches)
  const error = { r: 0, g: 0, b: 0 }
  for (const swatch of swatches) {
    const weight = Math.sqrt(swatch.count)
    error.r += weight * (swatch.r - r) ** 2
    error.g += weight * (swatch.g - g) ** 2
    error.b += weight * (swatch.b - b) ** 2
  }
  const axis = error.g >= error.r && error.g >= error.b ? 'g' : error.r >= error.b ? 'r' : 'b'
  return { swatches, axis, error: error[axis] }
}

function mean(swatches: Swatch[]): [number, number, number] {
  let [r, g, b, total] = [0, 0, 0, 0]
  for (const swatch of swatches) {
    r += swatch.r * swatch.count
    g += swatch.g * swatch.count
    b += swatch.b * swatch.count
    total += swatch.count
  }
  return [r / total, g / total, b / total]
}

function paintRuns(size: number): Uint8Array {
  const indices = new Uint8Array(size)
  let start = 0
  for (let i = 0; i < runs.length; i++) {
    const color = runs.colors[i] as number
    const bin = binOf(color)
    const index = (flatOfBin[bin] === color ? flatIndexOfBin[bin] : indexOfBin[bin]) as number
    const end = runs.ends[i] as number
    if (end - start > 32) indices.fill(index, start, end)
    else for (let at = start; at < end; at++) indices[at] = index
    start = end
  }
  return indices
}

function wipe(bins: number[]): void {
  for (const table of [counts, reds, greens, blues, flatOfBin, indexOfBin]) {
    for (const bin of bins) table[bin] = 0
  }
}
