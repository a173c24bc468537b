import { expect, it } from 'vitest'
import type { PageMessage } from '../../../src/wire/control.ts'
import { summary } from './summary.ts'

const message = (parts: Partial<PageMessage>) =>
  summary({ content: '', embeds: [], attachments: [], ...parts })

it('F70: a message in one line is its text without marks, wherever it stands', () => {
  expect(message({ content: '# **A** [b](https://x.test)\nc' })).toBe('A b c')
  const inner = { type: 10, content: '## Plan \\*' }
  const components = [{ type: 17, components: [{ type: 14 }, inner] }] as never
  expect(message({ components })).toBe('Plan *')
  expect(message({ attachments: [{ filename: 'a.txt' }] as never })).toBe('a.txt')
  expect(message({})).toBe('A message without text')
})
