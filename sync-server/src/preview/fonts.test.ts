import type * as nodeModule from 'node:module'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { cardHash } from './card.ts'
import { cssFont, fontsVersion } from './fonts.ts'
import { decode, difference } from './golden/picture.ts'
import { eastAsianViews, someView } from './golden/views.ts'
import { chooseLanguages } from './script.ts'

const style = { size: 16, bold: false, italic: false, mono: false }

/** The families of a text, without those that all texts have. */
const familiesOf = (text: string): string[] =>
  Array.from(cssFont(style, text).matchAll(/"([^"]+)"/g), ([, family]) => family ?? '').filter(
    (family) => !['Inter', 'Noto Sans Symbols 2'].includes(family),
  )

describe('F1: each script has its font', () => {
  test.each([
    ['Łódź, Đà Nẵng, Привет', []],
    ['مرحبا', ['Noto Sans Arabic']],
    ['שלום', ['Noto Sans Hebrew']],
    ['नमस्ते', ['Noto Sans Devanagari']],
    ['สวัสดี', ['Noto Sans Thai']],
  ])('%s', (text, families) => {
    expect(familiesOf(text)).toEqual(families)
  })

  test('a text names only what its document needs', () => {
    chooseLanguages('English')
    expect(cssFont(style, 'plain')).toBe('400 16px "Inter", "Noto Sans Symbols 2"')
  })
})

/** The renderer as it is where some packages are not installed. */
const without = async (missing: RegExp) => {
  vi.resetModules()
  vi.doMock('node:module', async (original) => {
    const module = await original<typeof nodeModule>()
    const createRequire = (url: string) => {
      const require = module.createRequire(url)
      const resolve = (name: string): string => {
        if (missing.test(name)) throw new Error(`Cannot find module '${name}'`)
        return require.resolve(name)
      }
      return Object.assign((name: string): unknown => require(name), { resolve })
    }
    return { createRequire }
  })
  return { ...(await import('./card.ts')), ...(await import('./fonts.ts')) }
}

describe('F1: the large fonts may be left out', () => {
  afterEach(() => {
    vi.doUnmock('node:module')
    vi.resetModules()
  })

  const view = eastAsianViews['japanese'] ?? someView

  test('then what they have shows as boxes, and the picture has another hash', async () => {
    const bare = await without(/noto-sans-(jp|kr|sc)/)
    chooseLanguages(view.text)
    expect(bare.fontsVersion).toMatch(/JP missing.*KR missing.*SC missing/)
    expect(bare.cssFont(style, '日本語')).toBe(bare.cssFont(style, 'plain'))
    expect(bare.cardHash(view) === cardHash(view)).toBe(bare.fontsVersion === fontsVersion)
    const boxes = await decode((await bare.drawCard(view)).png)
    const nothing = await decode((await bare.drawCard({ ...view, text: '　' })).png)
    expect(boxes.width).toBe(1200)
    expect(difference(boxes, nothing)).toBeGreaterThan(1)
  })

  test('a font that has to be there is missed with a word about what to do', async () => {
    await expect(without(/inter\/package/)).rejects.toThrow('npm ci')
  })
})
