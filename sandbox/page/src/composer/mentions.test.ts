import { describe, expect, it } from 'vitest'
import { openMention, withMentions } from './mentions.ts'

const all = [
  { name: '@Ada', code: '<@1>' },
  { name: '@Ada L', code: '<@2>' },
  { name: '#plans', code: '<#3>' },
]

describe('F70: mentions', () => {
  it('are sent as codes, the longest name first, and only whole words', () => {
    expect(withMentions('@ada and @Ada L: #plans!', all)).toBe('<@1> and <@2>: <#3>!')
    expect(withMentions('@Adam me@Ada <#plans>', all)).toBe('@Adam me@Ada <#plans>')
  })
  it('are offered from their sign on', () => {
    expect(openMention('hello @gr')).toBe('@gr')
    expect(openMention('#')).toBe('#')
    expect(openMention('mail@ada')).toBeNull()
    expect(openMention('@ada ')).toBeNull()
  })
})
