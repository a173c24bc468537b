import type { IncomingMessage } from 'node:http'
import type { Json } from '../state/component.ts'
import { refusal } from '../protocol/api-error.ts'
import type { Upload } from './route.ts'

const MAX_FILE_BYTES = 10 * 1024 * 1024
const MAX_BYTES = 10 * MAX_FILE_BYTES

/** Reads a request to its end. Throws when it is larger than Discord takes. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BYTES) throw refusal.tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The JSON of a request and the files that came with it (multipart: `payload_json`, `files[n]`). */
export async function readBody(
  request: IncomingMessage,
): Promise<{ body: Json; uploads: Upload[] }> {
  const bytes = await readBytes(request)
  const type = request.headers['content-type'] ?? ''
  if (bytes.length === 0) return { body: {}, uploads: [] }
  if (!type.startsWith('multipart/form-data')) return { body: parse(bytes.toString()), uploads: [] }
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': type },
  }).formData()
  const payload = form.get('payload_json')
  return { body: typeof payload === 'string' ? parse(payload) : {}, uploads: await files(form) }
}

async function files(form: FormData): Promise<Upload[]> {
  const uploads: Upload[] = []
  for (const [key, value] of form) {
    const index = /^files\[(\d+)\]$/.exec(key)?.[1]
    if (index === undefined || typeof value === 'string') continue
    if (value.size > MAX_FILE_BYTES) throw refusal.tooLarge()
    uploads.push({ index, name: value.name, bytes: Buffer.from(await value.arrayBuffer()) })
  }
  return uploads
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw refusal.invalidForm([{ path: [], code: 'INVALID_JSON', message: 'The body is not JSON' }])
  }
}
