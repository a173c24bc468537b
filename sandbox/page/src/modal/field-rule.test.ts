import { describe, expect, it } from 'vitest'
import { countProblem, textProblem } from './field-rule.ts'

describe('F70: a modal is not sent', () => {
  it('while a text is missing, too short or too long', () => {
    const rule = { isRequired: true, min: 2, max: 3 }
    expect(textProblem(' ', rule)).toMatch(/required/)
    expect(textProblem('a', rule)).toMatch(/at least 2/)
    expect(textProblem('abc', rule)).toBeNull()
    expect(textProblem('abcd', rule)).toMatch(/at most 3/)
    expect(textProblem('', { ...rule, isRequired: false })).toBeNull()
    expect(textProblem('a', { ...rule, isRequired: false })).toMatch(/at least 2/)
  })
  it('while too few or too many are chosen', () => {
    const rule = { isRequired: true, min: 2, max: 3 }
    expect(countProblem(0, rule)).toMatch(/required/)
    expect(countProblem(1, rule)).toMatch(/at least 2/)
    expect(countProblem(4, rule)).toMatch(/at most 3/)
    expect(countProblem(0, { ...rule, isRequired: false })).toBeNull()
    expect(countProblem(0, { ...rule, min: 0 })).toBeNull()
  })
})
