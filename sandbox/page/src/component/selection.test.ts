import { describe, expect, it } from 'vitest'
import { isEnough, rangeHint, toggled } from './selection.ts'

const one = { min: 1, max: 1 }
const some = { min: 0, max: 2 }

describe('F70: values of a menu', () => {
  it('are swapped where there is room for one', () => {
    expect(toggled(['a'], 'b', one)).toEqual(['b'])
    expect(toggled(['a'], 'a', one)).toEqual(['a'])
    expect(toggled(['a'], 'a', { min: 0, max: 1 })).toEqual([])
  })
  it('are added until it is full, and taken away again', () => {
    expect(toggled(['a'], 'b', some)).toEqual(['a', 'b'])
    expect(toggled(['a', 'b'], 'c', some)).toEqual(['a', 'b'])
    expect(toggled(['a', 'b'], 'a', some)).toEqual(['b'])
  })
  it('may be sent when there are enough of them', () => {
    expect(isEnough([], some)).toBe(true)
    expect(isEnough([], one)).toBe(false)
    expect(isEnough(['a', 'b', 'c'], some)).toBe(false)
  })
  it('say how many there may be', () => {
    expect(rangeHint(one)).toBeNull()
    expect(rangeHint(some)).toBe('Select up to 2')
    expect(rangeHint({ min: 2, max: 2 })).toBe('Select 2')
    expect(rangeHint({ min: 2, max: 4 })).toBe('Select 2 to 4')
  })
})
