import { describe, expect, test } from 'vitest'
import type { CardView } from '../bus/types.ts'
import { cardHash, drawCard } from './card.ts'
import { fontsVersion } from './fonts.ts'
import { decode, difference, golden } from './golden/picture.ts'
import { eastAsianViews, goldenViews, someView } from './golden/views.ts'

/** How far the picture of a view is from the one that is kept. */
const change = async (name: string, view: CardView): Promise<number> => {
  const card = await drawCard(view)
  return difference(await decode(card.png), await decode(golden(name, card.png)))
}

describe('F1: a document becomes a picture', () => {
  test.each(Object.entries(goldenViews))('%s looks as it did', async (name, view) => {
    expect(await change(name, view)).toBeLessThan(0.5)
  })

  // where the large fonts were left out their letters are boxes, which nobody has kept a picture of
  const most = fontsVersion.includes('missing') ? 256 : 0.5
  test.each(Object.entries(eastAsianViews))('%s too, if its font is there', async (name, view) => {
    expect(await change(name, view)).toBeLessThan(most)
  })

  test('a difference that can be seen is found', async () => {
    const view = goldenViews['checklist'] ?? someView
    const [a, b] = [await drawCard(view), await drawCard({ ...view, title: 'Another title' })]
    expect(difference(await decode(a.png), await decode(b.png))).toBeGreaterThan(0.5)
  })

  test('twice the same view is twice the same picture', async () => {
    const [a, b] = await Promise.all([drawCard(someView), drawCard(someView)])
    expect(a.png).toEqual(b.png)
  })
})

describe('F1, F4: the size fits the place', () => {
  const sizes = async (view: Partial<CardView>) => {
    const { png, width, height } = await drawCard({ ...someView, ...view })
    const picture = await decode(png)
    expect([picture.width, picture.height]).toEqual([width, height])
    return [width, height]
  }

  test('a link is always 1200 x 630', async () => {
    expect(await sizes({ kind: 'link', text: '' })).toEqual([1200, 630])
    expect(await sizes({ kind: 'link', text: 'line\n'.repeat(500) })).toEqual([1200, 630])
    expect(await sizes({ kind: 'link', text: 'x', scale: 1 })).toEqual([600, 315])
  })

  test('in chat the height hugs the text, within limits', async () => {
    const heights = []
    for (const lines of [0, 4, 7, 500]) {
      const [width, height] = await sizes({ text: 'a line\n\n'.repeat(lines) })
      expect(width).toBe(1200)
      heights.push(height)
    }
    expect(heights[0]).toBe(340)
    expect(heights.at(-1)).toBe(764)
    expect(heights).toEqual([...heights].sort((a, b) => Number(a) - Number(b)))
    expect(new Set(heights).size).toBe(4)
  })

  test('a usual card is small', async () => {
    const { png } = await drawCard(goldenViews['report'] ?? someView)
    expect(png.length).toBeLessThan(45_000)
  })
})

describe('the hash of a card', () => {
  test('is the same for the same view', () => {
    expect(cardHash({ ...someView })).toBe(cardHash(someView))
    expect(cardHash(someView)).toMatch(/^[\w-]{32}$/)
  })

  test.each<Partial<CardView>>([
    { title: 'x' },
    { text: 'x' },
    { people: [] },
    { people: [{ name: 'Ada Lovelace', color: '#000000' }] },
    { peopleCount: 9 },
    { editedAt: someView.editedAt + 60_000 },
    { editedBy: null },
    { theme: 'light' },
    { scale: 1 },
    { kind: 'link' },
  ])('changes with %j', (change) => {
    expect(cardHash({ ...someView, ...change })).not.toBe(cardHash(someView))
  })

  test('stays when only something changes that is not drawn', () => {
    expect(cardHash({ ...someView, editedAt: someView.editedAt + 1000 })).toBe(cardHash(someView))
  })
})
