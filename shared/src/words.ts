/** Written without spaces, a word as long as a letter or two (Chinese, Japanese); Thai takes a dictionary. */
const withoutSpaces = /[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]/
const thaiWords = new Intl.Segmenter('th', { granularity: 'word' })
/** In stretches of bounded length: what the dictionary costs grows faster than they do (T16). */
const thai = /[\u0e00-\u0eff]{1,1000}/g

/**
 * How many words a markdown source has, on cards and in the editor: stretches between white space with a letter or digit in them. Chinese and Japanese
 * signs count one each, as people who write them count.
 */
export function countWords(source: string): number {
  if (!withoutSpaces.test(source)) return countSpaced(source)
  let count = 0
  const rest = source
    .replace(/[\u3040-\u30ff\u3400-\u9fff]/g, () => (count++, ' '))
    .replace(thai, (text) => ((count += wordsIn(text)), ' '))
  return count + countSpaced(rest)
}

function wordsIn(text: string): number {
  let count = 0
  for (const { isWordLike } of thaiWords.segment(text)) if (isWordLike) count++
  return count
}

function countSpaced(source: string): number {
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
