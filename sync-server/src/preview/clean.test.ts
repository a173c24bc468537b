import { describe, expect, test } from 'vitest'
import { clean, cleanLine } from './clean.ts'

describe('T16: text as it may be drawn', () => {
  test('controls, bidi overrides, lone surrogates and piles of marks are cleaned away', () => {
    expect(clean('a\u0000\u202eb\u2066c\u001b\ufeff')).toBe('abc')
    expect(clean('x\ud800y')).toBe('x\ufffdy')
    expect(clean(`e${'\u0301'.repeat(40)}`)).toBe(`e${'\u0301'.repeat(4)}`)
    expect(clean('a\u2028b\tc\nd')).toBe('a b\tc\nd')
  })

  test('what emoji are made of stays', () => {
    for (const emoji of ['👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', '🏳️‍🌈']) expect(clean(emoji)).toBe(emoji)
  })

  test('a name is one line', () => {
    expect(cleanLine('  Ada\n\t Lovelace\u202e ', 80)).toBe('Ada Lovelace')
  })

  test('keeps one joiner of a flood, and those of emoji and words', () => {
    expect(clean(`a${'\u200d\u200c'.repeat(999)}b`)).toBe('a\u200db')
    expect(clean('👩‍👩‍👧‍👦 می\u200cخواهم')).toBe('👩‍👩‍👧‍👦 می\u200cخواهم')
  })

  test('keeps the tags of a flag, and no others', () => {
    const england = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'
    expect(clean(`${england}a\u{e0067}\u{e0062}b`)).toBe(`${england}ab`)
    expect(clean(`\u{1f3f4}${'\u{e0067}'.repeat(999)}`)).toBe('\u{1f3f4}')
  })

  test('letters that look like nothing are no name', () => {
    expect(cleanLine('\u3164\uffa0 \u200b', 40)).toBe('')
  })
})
