import { expect, it } from 'vitest'
import { refuseNesting } from './nesting.ts'

const look = (json: string): void => refuseNesting(Buffer.from(json), 'utf-8')
const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`

it('T10: JSON that nests deeper than anybody needs is not parsed', () => {
  expect(() => look(deep(33))).toThrow('nested too deep')
  expect(() => look('{"a":'.repeat(33))).toThrow('nested too deep')
  expect(() => look(`{"markdown":${deep(900_000)}}`)).toThrow('nested too deep')
  expect(() => look(deep(32))).not.toThrow()
  expect(() => look(`[${'{},[],'.repeat(1_000)}{}]`)).not.toThrow()
})

it('T10: brackets in a text nest nothing, whatever it has beside them', () => {
  for (const text of [deep(500), `"${'['.repeat(500)}`, '\\'.repeat(7) + '['.repeat(500), '\\"[[['])
    expect(() => look(JSON.stringify({ text, more: '['.repeat(100) }))).not.toThrow()
  expect(() => look(`{"text":"\\\\","more":${deep(33)}`)).toThrow('nested too deep')
})

it('T10: what is not UTF-8 is not looked at', () => {
  expect(() => refuseNesting(Buffer.from('{}', 'utf16le'), 'utf-16')).toThrow('not in UTF-8')
})

it('T10: it takes milliseconds', () => {
  const text = Buffer.from(JSON.stringify({ text: '\\"['.repeat(500_000) }))
  const began = performance.now()
  refuseNesting(text, 'utf-8')
  expect(performance.now() - began).toBeLessThan(200)
})
