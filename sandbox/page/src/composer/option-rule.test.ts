import type { APIApplicationCommandOption } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { problemOf } from './option-rule.ts'

const option = (type: number, more: object = {}) =>
  ({ type, name: 'x', description: 'x', ...more }) as APIApplicationCommandOption

describe('F70: an option is not sent', () => {
  it('when it is required and empty', () => {
    expect(problemOf(option(3, { required: true }), '', null)).toMatch(/required/)
    expect(problemOf(option(3), '', null)).toBeNull()
  })
  it('when it is too short or too long', () => {
    const limited = option(3, { min_length: 2, max_length: 3 })
    expect(problemOf(limited, 'a', null)).toMatch(/at least 2/)
    expect(problemOf(limited, 'ab', null)).toBeNull()
    expect(problemOf(limited, 'abcd', null)).toMatch(/at most 3/)
  })
  it('when it is no number, or one out of bounds', () => {
    expect(problemOf(option(4), '1.5', null)).toMatch(/valid number/)
    expect(problemOf(option(10), '1.5', null)).toBeNull()
    expect(problemOf(option(4, { min_value: 1 }), '0', null)).toMatch(/1 or more/)
    expect(problemOf(option(4, { max_value: 5 }), '6', null)).toMatch(/5 or less/)
  })
  it('when it names nothing there is', () => {
    for (const type of [5, 6, 7, 8, 9]) {
      expect(problemOf(option(type), 'nobody', false)).not.toBeNull()
      expect(problemOf(option(type), 'Ada', true)).toBeNull()
    }
    expect(problemOf(option(3), 'x', false)).toMatch(/one of the options/)
    expect(problemOf(option(4), 'One', true)).toBeNull()
  })
})
