import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { childOf } from '../../sync-server/test/fuzz/processes.ts'
import { bundleServer } from '../../sync-server/test/program-setup.ts'
import { startProgram } from '../../sync-server/test/stage/program.ts'
import type { Program } from '../../sync-server/test/stage/program.ts'

const SERVER = join(import.meta.dirname, '../../sync-server')

/** The server's bundle, and how to tidy up what was made for it. */
export type Recipe = { main: string; dispose(): void }

/** A bundle of its own, which nobody replaces while it runs; it lies inside the workspace, where its packages are. */
export const prepareProgram = async (built?: string): Promise<Recipe> => {
  if (built !== undefined) return { main: join(built, 'main.js'), dispose: () => {} }
  const folder = `.tsc/soak-${process.pid}`
  await bundleServer(folder)
  const path = join(SERVER, folder)
  return {
    main: join(path, 'main.js'),
    dispose: () => rmSync(path, { recursive: true, force: true }),
  }
}

/** The whole program on the data in `dataDir`; what it complains of is shown. */
export const startVictim = (
  { main }: Recipe,
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
  recipe: Recipe,
  settings: Record<string, string>,
  work: (victim: Program) => Promise<T>,
): Promise<T> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sticky-soak-'))
  const victim = await startVictim(recipe, dataDir, settings)
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
