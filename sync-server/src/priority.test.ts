import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const programOf = (niceness: string): string => `
import { existsSync, readdirSync } from 'node:fs'
import { getPriority } from 'node:os'
import { giveWay } from ${JSON.stringify(join(import.meta.dirname, 'priority.ts'))}
for (const niceness of [${niceness}]) giveWay(niceness)
const threads = existsSync('/proc/self/task') ? readdirSync('/proc/self/task').map(Number) : [0]
console.log(JSON.stringify(threads.map((thread) => getPriority(thread))))
`

const nicenessAfter = (niceness: string): Set<number> => {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', programOf(niceness)]
  const said = execFileSync(process.execPath, args, { encoding: 'utf8' })
  return new Set(JSON.parse(said) as number[])
}

it('C5: who gives way does so with all of its threads, the collector’s too', () => {
  expect(nicenessAfter('9')).toEqual(new Set([9]))
})

it('C5: who was started nicer than that stays so', () => {
  expect(nicenessAfter('12, 9')).toEqual(new Set([12]))
})
