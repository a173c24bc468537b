import { expect, test } from 'vitest'
import { decode } from './golden/picture.ts'
import { encodePng } from './png.ts'

/** An opaque picture of `size` by `size`, its colours by `color` (0xrrggbb). */
function paint(size: number, color: (x: number, y: number) => number): Buffer {
  const rgba = Buffer.alloc(size * size * 4, 255)
  for (let i = 0; i < size * size; i++) {
    const value = color(i % size, Math.floor(i / size))
    rgba.set([value >> 16, (value >> 8) & 255, value & 255], i * 4)
  }
  return rgba
}

async function worstError(size: number, rgba: Buffer): Promise<number> {
  const { rgba: back } = await decode(await encodePng(rgba, size, size))
  return back.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (rgba[i] ?? 0))), 0)
}

test('a picture of few colours comes back exactly', async () => {
  const rgba = paint(64, (x, y) => [0x2b2d31, 0x1f2023, 0xffc94d][(x + 3 * y) % 3] ?? 0)
  expect(await worstError(64, rgba)).toBe(0)
})

test('flat areas stay exact beside thousands of colours', async () => {
  const size = 128
  const rgba = paint(size, (x, y) => (y < 64 ? 0x2b2d31 : y < 80 ? 0x2b2e32 : x * 131072 + y * 613))
  const { rgba: back } = await decode(await encodePng(rgba, size, size))
  expect(Buffer.compare(back.subarray(0, 64 * size * 4), rgba.subarray(0, 64 * size * 4))).toBe(0)
})

test('a wheel of all colours is near enough', async () => {
  const rgba = paint(256, (x, y) => (x << 16) | (y << 8) | ((x + y) >> 1))
  expect(await worstError(256, rgba)).toBeLessThan(40)
})

test('one picture leaves nothing behind for the next', async () => {
  const noisy = paint(128, (x, y) => (x * 7919 + y * 104_729) & 0xffffff)
  const plain = paint(128, () => 0x123456)
  const before = await encodePng(plain, 128, 128)
  await Promise.all([encodePng(noisy, 128, 128), encodePng(plain, 128, 128)])
  expect(await encodePng(plain, 128, 128)).toEqual(before)
})

test('a single pixel is a picture', async () => {
  expect(
    await worstError(
      1,
      paint(1, () => 0xabcdef),
    ),
  ).toBe(0)
})
