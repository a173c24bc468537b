import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleServer, copyBundle } from '../bundle.ts'
import { childOf } from '../../sync-server/test/fuzz/processes.ts'
import { startProgram } from '../../sync-server/test/stage/program.ts'
import type { Program } from '../../sync-server/test/stage/program.ts'

/** The main file of a bundle that no build replaces while the soak runs: a copy of `built`, or one made now. */
export const prepareProgram = async (built?: string): Promise<string> => {
  if (built === undefined) return bundleServer('soak')
  const copy = copyBundle(built, 'soak')
  if (copy === null) throw new Error(`${built} has no main.js. Name the folder of a built server.`)
  return copy
}

/** The whole program on the data in `dataDir`; what it complains of is shown. */
export const startVictim = (
  main: string,
  dataDir: string,
  settings: Record<string, string> = {},
): Promise<Program> =>
  startProgram({
    dataDir,
    args: [main],
    settings,
    hear: (chunk) => {
      if (/"level":[56]0/.test(chunk.toString())) process.stderr.write(chunk)
    },
  })

/** Runs `work` with a program on fresh data; both are gone afterwards. */
export const withVictim = async <T>(
  main: string,
  settings: Record<string, string>,
  work: (victim: Program) => Promise<T>,
): Promise<T> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sticky-soak-'))
  const victim = await startVictim(main, dataDir, settings)
  try {
    return await work(victim)
  } finally {
    await victim.kill()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** `kill -9` of one role's process; false when there is none right now. */
export const killChild = ({ pid }: Program, role: string): boolean => {
  const child = childOf(pid, role)
  if (child === null) return false
  process.kill(child, 'SIGKILL')
  return true
}
