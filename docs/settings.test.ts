import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const read = (path: string): string => readFileSync(join(import.meta.dirname, '..', path), 'utf8')

const namesIn = (path: string, pattern: RegExp): string[] =>
  [...read(path).matchAll(pattern)].map(([, name = '']) => name)

/** Read by the system or by tests, not a setting of ours. */
const FOREIGN = new Set(['PATH'])

/** What the programs read: keys of the schemas in their `config.ts`, and what the scripts look up. */
const settings = [
  ...['sync-server', 'bot', 'sandbox'].flatMap((program) =>
    namesIn(`${program}/src/config.ts`, /^ {2}([A-Z][A-Z_]+): /gm),
  ),
  ...['settings', 'chromium'].flatMap((script) =>
    namesIn(`scripts/${script}.ts`, /\benv\['([A-Z_]+)'\]/g),
  ),
].filter((name) => !FOREIGN.has(name))

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort()

describe('every setting of every program', () => {
  it('stands in .env.example, once, and nothing else does', () => {
    const documented = namesIn('.env.example', /^# ([A-Z_]+)=/gm)
    expect(documented.toSorted()).toEqual(sorted(settings))
  })

  it('stands in the table of the README, and nothing else does', () => {
    const documented = namesIn('README.md', /^\| `([A-Z_]+)`/gm)
    expect(documented.toSorted()).toEqual(sorted(settings))
  })
})
