import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { childOf } from '../../sync-server/test/fuzz/processes.ts'
import { startProgram } from '../../sync-server/test/stage/program.ts'
import type { Program } from '../../sync-server/test/stage/program.ts'

const SERVER = join(import.meta.dirname, '../../sync-server')

/** Node's arguments for the program, and how to tidy up what was made for it. */
export type Recipe = { args: string[]; dispose(): void }

/**
 * The built program when there is one, since it starts faster: a copy, because a build that runs meanwhile
 * replaces it. It lies inside the workspace, where its packages are found.
 */
export const prepareProgram = (built = join(SERVER, 'dist')): Recipe => {
  if (!existsSync(join(built, 'main.js')))
    return { args: ['--import', 'tsx', join(SERVER, 'src/main.ts')], dispose: () => {} }
  const copy = join(SERVER, '.tsc', `soak-${process.pid}`)
  mkdirSync(copy, { recursive: true })
  cpSync(built, copy, { recursive: true })
  return {
    args: [join(copy, 'main.js')],
    dispose: () => rmSync(copy, { recursive: true, force: true }),
  }
}

const SETTINGS = { MERGE_PAUSE_MS: '50', MERGE_PATIENCE_MS: '200' }

/** The whole program on the data in `dataDir`; what it complains of is shown. */
export const startVictim = (
  { args }: Recipe,
  dataDir: string,
  settings: Record<string, string> = {},
): Promise<Program> =>
  startProgram({
    dataDir,
    args,
    settings: { ...SETTINGS, ...settings },
    hear: (chunk) => {
      if (/"level":[56]0/.test(chunk.toString())) process.stderr.write(chunk)
    },
  })

/** `kill -9` of one role's process; false when there is none right now. */
export const killChild = ({ pid }: Program, role: string): boolean => {
  const child = childOf(pid, role)
  if (child === null) return false
  process.kill(child, 'SIGKILL')
  return true
}
