import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { setStage } from './stage/stage.ts'

const PAGE = join(import.meta.dirname, '../../docs/api.md')
/** Between what two blocks print. */
const END = '\u001E'

/** A block of the session, under its heading, and what the page says that it prints. */
type Block = { heading: string; commands: string; printed: string | null }

const blocksOf = (page: string): Block[] =>
  page.split(/^## /m).flatMap((section) => {
    const [heading = ''] = section.split('\n')
    const blocks = section.matchAll(/```bash\n(.*?)```\n(?:\n```text\n(.*?)```)?/gs)
    return [...blocks].map(([, commands = '', printed = null]) => ({ heading, commands, printed }))
  })

/** What each block prints, as far as they came, and what went wrong. */
const run = async (blocks: readonly Block[], url: string): Promise<[string[], string]> => {
  const bash = promisify(execFile)
  await bash('curl', ['--version']).catch((cause: unknown) => {
    throw new Error(
      'The session of docs/api.md needs curl. Install it, then run the tests again.',
      {
        cause,
      },
    )
  })
  const script = blocks.map(({ commands }) => `${commands}\nprintf '${END}'\n`).join('')
  const { stdout, stderr } = await bash('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
    env: { PATH: process.env['PATH'], STICKY: url },
  }).catch((error: { stdout: string; stderr: string }) => error)
  return [stdout.split(END), stderr]
}

/** Without line breaks: these are only on the page, or between two answers. */
const joined = (text: string): string => text.replaceAll(/\n/g, '')

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** A text that has some value where the page has `…`. */
const like = (printed: string): RegExp =>
  new RegExp(`^${joined(printed).split('…').map(escaped).join('[^"]+')}$`)

const { server } = await setStage([], { VERSION_PAUSE_MS: '100' })
const blocks = blocksOf(readFileSync(PAGE, 'utf8'))
const [outputs, complaints] = await run(blocks, server.url)

it('there is a session, and nothing went wrong in it', () => {
  expect(blocks.length).toBeGreaterThan(20)
  expect([complaints, outputs.length]).toEqual(['', blocks.length + 1])
})

it.each(blocks.map((block, i) => ({ ...block, output: outputs[i] ?? '' })))(
  'F67 F42: docs/api.md, $heading: $commands',
  ({ printed, output }) => {
    expect(joined(output)).toMatch(like(printed ?? ''))
  },
)
