import { describe, expect, it } from 'vitest'
import type { PageMessage } from '../../../src/wire/control.ts'
import { isContinued, isNewDay } from './grouping.ts'

const message = (at: string, author = 'ada', more: object = {}) =>
  ({ author: { id: author }, timestamp: `2026-05-04T${at}`, type: 0, ...more }) as PageMessage

describe('F70: messages one after the other', () => {
  it('say their author once within seven minutes', () => {
    expect(isContinued(undefined, message('12:00:00'))).toBe(false)
    expect(isContinued(message('12:00:00'), message('12:06:59'))).toBe(true)
    expect(isContinued(message('12:00:00'), message('12:07:00'))).toBe(false)
    expect(isContinued(message('12:00:00'), message('12:00:01', 'grace'))).toBe(false)
  })
  it('begin anew where only one of them is private, or one answers something', () => {
    const private_ = message('12:00:01', 'ada', { ephemeral: true })
    const answer = message('12:00:01', 'ada', { message_reference: {} })
    expect(isContinued(message('12:00:00'), private_)).toBe(false)
    expect(isContinued(message('12:00:00'), answer)).toBe(false)
  })
  it('begin anew with the day', () => {
    const late = { ...message('23:59:00'), timestamp: '2026-05-03T23:59:00' }
    expect(isNewDay(late, message('00:01:00'))).toBe(true)
    expect(isContinued(late, message('00:01:00'))).toBe(false)
    expect(isNewDay(message('00:00:00'), message('23:59:59'))).toBe(false)
  })
})
