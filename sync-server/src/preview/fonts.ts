import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

// Skia reads the machine's fonts when it is loaded, and then the same document would look different
// on two machines. A static import would run before this line.
process.env['DISABLE_SYSTEM_FONTS_LOAD'] = '1'
const skia = await import('canvas')

const require = createRequire(import.meta.url)

/** A package of whole font files. An optional one may be missing: its scripts show as boxes. */
type FontPackage = { family: string; find: () => string; files: string[]; optional?: boolean }

const sansFamily = 'Inter'
export const monoFamily = 'JetBrains Mono'

/** To widen the scripts, add packages here (and to `fallbacks`, in order of preference). */
const packages: FontPackage[] = [
  {
    family: sansFamily,
    find: () => require.resolve('@expo-google-fonts/inter/package.json'),
    files: [
      '400Regular/Inter_400Regular.ttf',
      '400Regular_Italic/Inter_400Regular_Italic.ttf',
      '700Bold/Inter_700Bold.ttf',
      '700Bold_Italic/Inter_700Bold_Italic.ttf',
    ],
  },
  {
    family: monoFamily,
    find: () => require.resolve('@expo-google-fonts/jetbrains-mono/package.json'),
    files: [
      '400Regular/JetBrainsMono_400Regular.ttf',
      '700Bold/JetBrainsMono_700Bold.ttf',
      '400Regular_Italic/JetBrainsMono_400Regular_Italic.ttf',
    ],
  },
  {
    family: 'Noto Sans Symbols 2',
    find: () => require.resolve('@expo-google-fonts/noto-sans-symbols-2/package.json'),
    files: ['400Regular/NotoSansSymbols2_400Regular.ttf'],
  },
]

const fallbacks = ['Noto Sans Symbols 2']

for (const font of packages) register(font)

/** Skia. Import it from here only, so that the fonts are there before anything is measured. */
export const { createCanvas, loadImage } = skia

export type { Canvas, SKRSContext2D as Context } from 'canvas'

export type FontStyle = { size: number; bold: boolean; italic: boolean; mono: boolean }

/** The CSS font for a style. Skia falls back glyph by glyph, but only to families that are named. */
export function cssFont({ size, bold, italic, mono }: FontStyle): string {
  const first = mono ? [monoFamily, sansFamily] : [sansFamily]
  const families = [...first, ...fallbacks].map((family) => `"${family}"`).join(', ')
  return `${italic ? 'italic ' : ''}${bold ? 700 : 400} ${size}px ${families}`
}

function register({ find, files, family, optional }: FontPackage): void {
  try {
    const folder = dirname(find())
    for (const file of files) {
      const key = skia.GlobalFonts.registerFromPath(join(folder, file), family)
      if (key === null) throw new Error(`font file ${file} can't be read`)
    }
  } catch (error) {
    if (!optional) throw error
  }
}
