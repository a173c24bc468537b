import { describe, expect, test } from 'vitest'
import { loadSprites, splitEmoji } from './emoji.ts'
import { footerText } from './footer.ts'
import { peopleText } from './people.ts'

describe('F3: the last line says what is so, in absolute time', () => {
  const facts = {
    words: 142,
    tasks: { done: 3, total: 5 },
    editedAt: Date.UTC(2025, 10, 22, 14, 2),
    editedBy: 'Kari',
  }

  test('words, progress, time, name', () => {
    expect(footerText(facts)).toBe('142 words · 3 of 5 done · edited 22 Nov, 14:02 UTC by Kari')
  })

  test('what there is not is not said', () => {
    const text = footerText({ ...facts, tasks: { done: 0, total: 0 }, editedBy: null })
    expect(text).toBe('142 words · edited 22 Nov, 14:02 UTC')
    expect(footerText({ ...facts, words: 0, editedAt: NaN })).toBe('3 of 5 done')
    expect(footerText({ ...facts, words: 1, editedAt: NaN })).toBe('1 word · 3 of 5 done')
  })
})

describe('who wrote', () => {
  const people = ['Ada', 'Bo', 'Zoë'].map((name) => ({ name, color: '#000000' }))

  test.each([
    [3, 4, 'Ada and 3 others'],
    [2, 2, 'Ada and Bo'],
    [1, 2, 'Ada and 1 other'],
    [1, 1, 'Ada'],
    [1, 0, 'Ada'],
    [0, 7, '7 people'],
    [0, 0, ''],
  ])('%i known of %i', (known, count, text) => {
    expect(peopleText(people.slice(0, known), count)).toBe(text)
  })

  test('T23: a long or hostile name stays a name', () => {
    const [long, bidi] = ['x'.repeat(99), '\u202eeve\n'].map((name) => [{ name, color: '' }])
    expect(peopleText(long ?? [], 1)).toHaveLength(32)
    expect(peopleText(bidi ?? [], 1)).toBe('eve')
  })
})

describe('emoji', () => {
  test('are found whole', () => {
    const sequences = ['👩‍👩‍👧‍👦', '🏳️‍🌈', '❤️‍🔥', '🇳🇴', '👍🏽', '1️⃣', '✔️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿']
    const parts = splitEmoji(`a${sequences.join('')}b`)
    expect(parts.map((part) => part.text)).toEqual(['a', ...sequences, 'b'])
    expect(parts.filter((part) => part.emoji)).toHaveLength(sequences.length)
  })

  test('digits, ticks and arrows of a text are none', () => {
    expect(splitEmoji('1 # ✓ → ©')).toEqual([{ text: '1 # ✓ → ©', emoji: false }])
  })

  test('each has a picture; what has none is left out', async () => {
    const sprites = await loadSprites(['🎉', '❤️‍🔥', '👁️‍🗨️', 'x'], 20, '#ffffff')
    expect([...sprites.keys()]).toEqual(['🎉', '❤️‍🔥', '👁️‍🗨️'])
  })

  test('T16: a card shows at most 64 different ones', async () => {
    const many = Array.from({ length: 90 }, (_, i) => String.fromCodePoint(0x1f400 + (i % 62)))
    const more = Array.from({ length: 20 }, (_, i) => String.fromCodePoint(0x1f600 + i))
    expect((await loadSprites([...many, ...more], 20, '#ffffff')).size).toBeLessThanOrEqual(64)
  })
})
