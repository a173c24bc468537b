import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { eastAsian, type Script, scriptsOf } from './script.ts'

// Skia reads the machine's fonts when it is loaded, and then the same document would look different
// on two machines. A static import would run before this line.
process.env['DISABLE_SYSTEM_FONTS_LOAD'] = '1'
const skia = await import('canvas')

const require = createRequire(import.meta.url)

/**
 * A package of whole font files, named `<folder>/<file>_<folder>.ttf`; a style without a file of its own is made from
 * another. `find`: its package.json.
 */
type Font = { family: string; find: () => string; file: string; styles: readonly Style[] }

/** The folder of a style in the packages. */
type Style = '400Regular' | '400Regular_Italic' | '700Bold' | '700Bold_Italic'

const sans: Font = {
  family: 'Inter',
  find: () => require.resolve('@expo-google-fonts/inter/package.json'),
  file: 'Inter',
  styles: ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'],
}
const mono: Font = {
  family: 'JetBrains Mono',
  find: () => require.resolve('@expo-google-fonts/jetbrains-mono/package.json'),
  file: 'JetBrainsMono',
  styles: ['400Regular', '400Regular_Italic', '700Bold'],
}
const symbols: Font = {
  family: 'Noto Sans Symbols 2',
  find: () => require.resolve('@expo-google-fonts/noto-sans-symbols-2/package.json'),
  file: 'NotoSansSymbols2',
  styles: ['400Regular'],
}

const noto = (name: string, find: () => string): Font => ({
  family: `Noto Sans ${name}`,
  find,
  file: `NotoSans${name}`,
  styles: ['400Regular', '700Bold'],
})

/** The font of each script that has one of its own. To widen the scripts, add to this and to `script.ts`. */
const fontOfScript: Readonly<Record<Script, Font>> = {
  arabic: noto('Arabic', () => require.resolve('@expo-google-fonts/noto-sans-arabic/package.json')),
  hebrew: noto('Hebrew', () => require.resolve('@expo-google-fonts/noto-sans-hebrew/package.json')),
  devanagari: noto('Devanagari', () =>
    require.resolve('@expo-google-fonts/noto-sans-devanagari/package.json'),
  ),
  thai: noto('Thai', () => require.resolve('@expo-google-fonts/noto-sans-thai/package.json')),
  japanese: noto('JP', () => require.resolve('@expo-google-fonts/noto-sans-jp/package.json')),
  korean: noto('KR', () => require.resolve('@expo-google-fonts/noto-sans-kr/package.json')),
  chinese: noto('SC', () => require.resolve('@expo-google-fonts/noto-sans-sc/package.json')),
}

/** Optional packages: without them, the scripts show as boxes. */
const mayBeMissing: ReadonlySet<Font> = new Set(eastAsian.map((script) => fontOfScript[script]))

/**
 * Scripts whose letters take the same font for the spaces, digits and signs among them: else a sign that joins
 * letters would come from another font, and not join.
 */
const wholeText: ReadonlySet<Script> = new Set(['arabic', 'devanagari'])

/** Whether a style of a font could be registered. */
const registered = new Map<string, boolean>()

for (const font of [sans, mono, symbols]) for (const style of font.styles) register(font, style)

/** Skia. Import it from here only, so that the fonts are there before anything is measured. */
export const { createCanvas, loadImage } = skia

export type { Canvas, SKRSContext2D as Context } from 'canvas'

export type FontStyle = { size: number; bold: boolean; italic: boolean; mono: boolean }

/** Is this the CSS font of code? */
export function isMono(font: string): boolean {
  return font.includes(mono.family)
}

/** CSS fonts by style and scripts: every word asks for one. */
const cssFonts = new Map<string, string>()

/**
 * The CSS font for a text in a style. Skia falls back glyph by glyph, but only to families that are named; those are
 * registered here, when a text first needs them.
 */
export function cssFont({ size, bold, italic, mono }: FontStyle, text: string): string {
  const scripts = scriptsOf(text)
  const key = `${size} ${bold} ${italic} ${mono} ${scripts.join()}`
  const known = cssFonts.get(key)
  if (known !== undefined) return known
  const families = familiesOf(scripts, bold, mono)
  const font = `${italic ? 'italic ' : ''}${bold ? 700 : 400} ${size}px ${families}`
  cssFonts.set(key, font)
  return font
}

function familiesOf(scripts: readonly Script[], bold: boolean, isMono: boolean): string {
  const style = bold ? '700Bold' : '400Regular'
  const there = scripts.filter((script) => register(fontOfScript[script], style))
  const whole = there.filter((script) => wholeText.has(script))
  const others = there.filter((script) => !wholeText.has(script))
  const fonts = [
    ...whole.map((script) => fontOfScript[script]),
    ...(isMono ? [mono] : []),
    sans,
    ...others.map((script) => fontOfScript[script]),
    symbols,
  ]
  return fonts.map(({ family }) => `"${family}"`).join(', ')
}

/**
 * Names all fonts that there are, with their versions: a picture that was drawn without one is another when it is there.
 */
export const fontsVersion = [sans, mono, symbols, ...Object.values(fontOfScript)]
  .map((font) => `${font.family} ${versionOf(font)}`)
  .join(', ')

function versionOf(font: Font): string {
  try {
    const { version } = JSON.parse(readFileSync(font.find(), 'utf8')) as { version: string }
    return version
  } catch (error) {
    if (mayBeMissing.has(font)) return 'missing'
    throw error
  }
}

/** Registers a style of a font, once; false if the font is optional and not there. */
function register(font: Font, style: Style): boolean {
  const name = `${font.family} ${style}`
  const known = registered.get(name)
  if (known !== undefined) return known
  const is = readFont(font, style)
  if (!is && !mayBeMissing.has(font)) {
    throw new Error(`The font ${name} can't be read. Install the packages again: npm ci`)
  }
  registered.set(name, is)
  return is
}

function readFont(font: Font, style: Style): boolean {
  try {
    const file = join(dirname(font.find()), style, `${font.file}_${style}.ttf`)
    return skia.GlobalFonts.registerFromPath(file, font.family) !== null
  } catch {
    return false
  }
}
