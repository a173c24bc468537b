import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'

/** The bundle that `program-setup.ts` has made. */
export const PROGRAM = join(import.meta.dirname, '../.tsc/program/main.js')

/** The real program in a process of its own, to be killed. */
export type Program = {
  url: string
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>
  /** Everything that it has logged. */
  output(): string
}

/**
 * Starts the program on the data in `dataDir`; resolves when it is ready. `fileLimit`: no file of it may grow
 * beyond so many KB; a write beyond fails, as on a full disk.
 */
export const startProgram = (
  dataDir: string,
  settings: Record<string, string> = {},
  fileLimit?: number,
): Promise<Program> => {
  const command = [process.execPath, PROGRAM]
  const limited = `trap '' XFSZ; ulimit -f ${fileLimit}; exec "$@"`
  const [file = '', ...args] =
    fileLimit === undefined ? command : ['bash', '-c', limited, 'bash', ...command]
  const child = spawn(file, args, {
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'info',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)))
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const url = /"url":"([^"]+)"/.exec(output)?.[1]
      if (url !== undefined) resolve({ url, kill: () => killed(child), output: () => output })
    })
  })
}

const killed = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.removeAllListeners('exit')
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
