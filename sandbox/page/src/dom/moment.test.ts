import { describe, expect, it } from 'vitest'
import { momentText, shortMoment } from './moment.ts'

const NOON = Date.parse('2026-05-04T12:00:00')
const relative = (seconds: number) => momentText(NOON + seconds * 1000, 'R', NOON, 'en-US')

describe('F70: timestamps', () => {
  it('count in the largest whole unit, both ways', () => {
    expect(relative(0)).toBe('now')
    expect(relative(-59)).toBe('59 seconds ago')
    expect(relative(-119)).toBe('1 minute ago')
    expect(relative(2 * 3600)).toBe('in 2 hours')
    expect(relative(-86_400)).toBe('yesterday')
    expect(relative(-400 * 86_400)).toBe('last year')
  })
  it('have their styles, and `f` for a style that does not exist', () => {
    expect(momentText(NOON, 'D', NOON, 'en-US')).toBe('May 4, 2026')
    expect(momentText(NOON, 'x', NOON, 'en-US')).toBe(momentText(NOON, 'f', NOON, 'en-US'))
  })
  it('say the date only when it is not today', () => {
    expect(shortMoment(NOON, NOON, 'en-US')).toMatch(/^12:00.PM$/)
    expect(shortMoment(NOON - 86_400_000, NOON, 'en-US')).toMatch(/^5\/3\/26 12:00.PM$/)
  })
})
