import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { notices } from './third-party.ts'
import type { Lock } from './third-party.ts'

const read = (name: string): string => readFileSync(join(import.meta.dirname, '..', name), 'utf8')
const lock = JSON.parse(read('package-lock.json')) as Lock

it('THIRD-PARTY-NOTICES.md is what package-lock.json says; if not: npm run notices', () => {
  expect(read('THIRD-PARTY-NOTICES.md')).toBe(notices(lock))
})

it('names what is needed by what we need, under its own name, and nothing that only we develop with', () => {
  const text = notices(lock)
  expect(text).toContain('- yjs ')
  expect(text).toContain('- @discordjs/rest ')
  expect(text).toContain('- @napi-rs/canvas ')
  expect(text).not.toContain('- canvas ')
  expect(text).not.toMatch(/^- (vitest|typescript|@sticky\/.*) /m)
})

it('finds two versions of one package where Node would', () => {
  const packages = {
    'sync-server': { dependencies: { one: '*', two: '*' } },
    'node_modules/one': { version: '1.0.0', license: 'MIT', dependencies: { two: '*' } },
    'node_modules/one/node_modules/two': { version: '1.0.0', license: 'MIT' },
    'node_modules/two': { version: '2.0.0', license: 'ISC' },
    'node_modules/unused': { version: '3.0.0', license: 'MIT' },
    ...MEDIA_PACKAGES,
  }
  const text = notices({ packages })
  expect(text).toContain('- one 1.0.0: MIT\n- two 1.0.0: MIT\n- two 2.0.0: ISC\n')
  expect(text).not.toContain('unused')
})

it('stops at a package that does not say its licence', () => {
  const packages = { bot: { dependencies: { one: '*' } }, 'node_modules/one': { version: '1.0.0' } }
  expect(() => notices({ packages })).toThrow('one has no version or no licence')
})

const MEDIA_NAMES = [
  '@expo-google-fonts/inter',
  '@expo-google-fonts/jetbrains-mono',
  '@expo-google-fonts/noto-sans-symbols-2',
  ...'arabic devanagari hebrew jp kr sc thai'
    .split(' ')
    .map((script) => `@expo-google-fonts/noto-sans-${script}`),
  '@discordapp/twemoji',
]
const MEDIA_PACKAGES = {
  bot: { dependencies: Object.fromEntries(MEDIA_NAMES.map((name) => [name, '*'])) },
  ...Object.fromEntries(
    MEDIA_NAMES.map((name) => [`node_modules/${name}`, { version: '1.0.0', license: 'MIT' }]),
  ),
}
