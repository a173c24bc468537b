import { promisify } from 'node:util'
import { crc32, deflate, type ZlibOptions } from 'node:zlib'
import { quantize } from './palette.ts'
import { distinctRows } from './rows.ts'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Large enough for most cards to be compressed in one go. */
const chunkSize = 131_072

const deflateLater = promisify<Buffer, ZlibOptions, Buffer>(deflate)

/**
 * Writes opaque RGBA pixels as a PNG with a palette. Skia's own encoder takes three times as long
 * and makes three times the bytes. No filter: on flat colours filters make the file larger.
 * Compression runs outside the thread.
 */
export async function encodePng(rgba: Buffer, width: number, height: number): Promise<Uint8Array> {
  const { pixels, rowOf } = distinctRows(rgba, width, height)
  const { colors, indices } = quantize(pixels)
  const data = await deflateLater(filtered(indices, rowOf, width), { level: 4, chunkSize })
  return Buffer.concat([
    signature,
    chunk('IHDR', header(width, height)),
    chunk('PLTE', colors),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function header(width: number, height: number): Buffer {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data.set([8, 3, 0, 0, 0], 8)
  return data
}

/** All rows again, each behind the byte that names its filter: none. */
function filtered(indices: Uint8Array, rowOf: Int32Array, width: number): Buffer {
  const rows = Buffer.allocUnsafe((width + 1) * rowOf.length)
  rowOf.forEach((row, y) => {
    rows[y * (width + 1)] = 0
    rows.set(indices.subarray(row * width, (row + 1) * width), y * (width + 1) + 1)
  })
  return rows
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  out.set(body, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}
