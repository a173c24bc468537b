import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const PROGRAM = `
import { existsSync, readdirSync } from 'node:fs'
import { getPriority } from 'node:os'
import { giveWay } from ${JSON.stringify(join(import.meta.dirname, 'priority.ts'))}
giveWay(9)
const threads = existsSync('/proc/self/task') ? readdirSync('/proc/self/task').map(Number) : [0]
console.log(JSON.stringify(threads.map((thread) => getPriority(thread))))
`

it('C5: who gives way does so with all of its threads, the collector’s too', () => {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM]
  const said = execFileSync(process.execPath, args, { encoding: 'utf8' })
  expect(new Set(JSON.parse(said) as number[])).toEqual(new Set([9]))
})
