/**
 * `npm test`: all tests. Those in a browser wait for it most of their time, and there is one sandbox, so they run one
 * file after the other beside all others; what they say comes when they are done.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const VITEST = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs')

/** Runs the tests of these projects; resolves with the exit code. `said`: takes what they write, if not the terminal. */
const run = (projects: readonly string[], said?: (chunk: Buffer) => void): Promise<number> =>
  new Promise((resolve, reject) => {
    const only = projects.flatMap((project) => ['--project', project])
    const output = said === undefined ? 'inherit' : 'pipe'
    const child = spawn(process.execPath, [VITEST, 'run', ...only], {
      stdio: ['ignore', output, output],
    })
    if (said !== undefined)
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', said)
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })

const inBrowser: Buffer[] = []
const codes = await Promise.all([
  run(['unit', 'server']),
  run(['browser'], (chunk) => inBrowser.push(chunk)).then((code) => {
    process.stdout.write(Buffer.concat(inBrowser))
    return code
  }),
])
process.exit(Math.max(...codes))
