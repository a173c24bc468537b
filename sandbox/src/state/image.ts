import { crc32, deflateSync } from 'node:zlib'

/** Width, height and MIME type of a PNG, JPEG or GIF; nothing for other files. */
export interface ImageFacts {
  width?: number
  height?: number
  contentType: string
}

const TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json',
  pdf: 'application/pdf',
  html: 'text/html; charset=utf-8',
}

/** Reads what Discord adds to an upload. Only PNG headers are measured. */
export function imageFacts(name: string, bytes: Buffer): ImageFacts {
  const extension = name.split('.').pop()?.toLowerCase() ?? ''
  const contentType = TYPES[extension] ?? 'application/octet-stream'
  const isPng = bytes.length > 24 && bytes.subarray(1, 4).toString('latin1') === 'PNG'
  if (!isPng) return { contentType }
  return { contentType: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** An RGB PNG whose pixels come from `colorAt` (channels 0..255). */
export function png(size: number, colorAt: (x: number, y: number) => [number, number, number]) {
  const rows = Buffer.alloc(size * (size * 3 + 1))
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) rows.set(colorAt(x, y), y * (size * 3 + 1) + 1 + x * 3)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    magic,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(data.length, 0)
  body.copy(frame, 4)
  frame.writeUInt32BE(crc32(body), body.length + 4)
  return frame
}
