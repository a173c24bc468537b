/** What the API takes nests three deep. */
const MAX_DEPTH = 32

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])

/**
 * Looks at JSON before it is parsed, in milliseconds: to parse a megabyte of brackets in each other takes this process
 * more than a second (T10). Throws when it nests too deep, or is not UTF-8.
 */
export const refuseNesting = (json: Uint8Array, encoding: string): void => {
  if (encoding !== 'utf-8') throw new Error('not in UTF-8')
  let depth = 0
  let isText = false
  for (let i = 0; i < json.length; i += 1) {
    const byte = json[i] ?? 0
    if (byte === QUOTE) isText = !isText
    else if (isText) i += byte === BACKSLASH ? 1 : 0
    else if (OPENING.has(byte)) depth += 1
    else if (CLOSING.has(byte)) depth -= 1
    if (depth > MAX_DEPTH) throw new Error('nested too deep')
  }
}
