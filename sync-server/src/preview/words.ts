/** How many words a source has: stretches between white space with a letter or digit in them. */
export function countWords(source: string): number {
  let count = 0
  let start = 0
  let word = false
  for (let i = 0; i <= source.length; i++) {
    const code = i < source.length ? source.charCodeAt(i) : 32
    if (code <= 32) {
      if (word && !isTick(source, start, i)) count++
      start = i + 1
      word = false
    } else word ||= isLetter(code)
  }
  return count
}

function isLetter(code: number): boolean {
  if (code < 128) return (code > 47 && code < 58) || ((code | 32) > 96 && (code | 32) < 123)
  return code > 0xbf && !(code >= 0x2000 && code < 0x2c00) && !(code >= 0xd800 && code < 0xf900)
}

/** Is this the `[x]` of a task? */
function isTick(source: string, start: number, end: number): boolean {
  return end - start === 3 && source[start] === '[' && source[end - 1] === ']'
}
