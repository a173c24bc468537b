import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { copyBundle } from '../bundle.ts'
import { childOf } from '../../sync-server/test/fuzz/processes.ts'

const SERVER = join(import.meta.dirname, '../../sync-server')

/**
 * Node's arguments for the program: the built one when there is one, since it starts faster; a copy, because a build
 * that runs meanwhile replaces it.
 */
export const prepareProgram = (built = join(SERVER, 'dist')): string[] => {
  const copy = copyBundle(built, 'soak')
  return copy === null ? ['--import', 'tsx', join(SERVER, 'src/main.ts')] : [copy]
}

/** The whole program in processes of its own, to be killed. */
export type Victim = {
  url: string
  /** `kill -9` of everything; resolves when the main process is gone. */
  kill(): Promise<void>
  /** `kill -9` of one role's process; false when there is none right now. */
  killChild(role: string): boolean
}

/** Starts the program on the data in `dataDir`; resolves when it is ready. */
export const startVictim = (args: readonly string[], dataDir: string): Promise<Victim> => {
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'info',
      MERGE_PAUSE_MS: '50',
      MERGE_PATIENCE_MS: '200',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      const url = /"url":"([^"]+)"/.exec(chunk.toString())?.[1]
      if (url !== undefined) resolve(victim(child, url))
      else if (/"level":[56]0/.test(chunk.toString())) process.stderr.write(chunk)
    })
  })
}

const victim = (child: ChildProcess, url: string): Victim => ({
  url,
  kill: () =>
    new Promise((resolve) => {
      child.removeAllListeners('exit')
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    }),
  killChild: (role) => {
    const pid = childOf(child.pid ?? 0, role)
    if (pid === null) return false
    process.kill(pid, 'SIGKILL')
    return true
  },
})
