import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'

/** The bundle that `program-setup.ts` has made. */
export const PROGRAM = join(import.meta.dirname, '../../.tsc/program/main.js')

/** The real program in a process of its own, to be killed. */
export type Program = {
  url: string
  pid: number
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>
}

export type ProgramOptions = {
  dataDir: string
  settings?: Record<string, string>
  /** Node's arguments, if it is another program than the bundle of the tests. */
  args?: readonly string[]
  /** No file of it may grow beyond so many KB; a write beyond fails, as on a full disk. */
  fileLimit?: number | undefined
  /** Hears everything that it logs. */
  hear?: (chunk: Buffer) => void
}

/** Resolves when it is ready. */
export const startProgram = ({
  dataDir,
  settings = {},
  args = [PROGRAM],
  fileLimit,
  hear = () => {},
}: ProgramOptions): Promise<Program> => {
  const [file = '', ...rest] = limited([process.execPath, ...args], fileLimit)
  const env = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'info',
    LIMIT_CALLS_PER_MINUTE: '1000000',
    ...settings,
  }
  const child = spawn(file, rest, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      hear(chunk)
      const url = /"url":"([^"]+)"/.exec(chunk.toString())?.[1]
      if (url !== undefined) resolve({ url, pid: child.pid ?? 0, kill: () => killed(child) })
    })
  })
}

const limited = (command: string[], fileLimit: number | undefined): string[] =>
  fileLimit === undefined
    ? command
    : ['bash', '-c', `trap '' XFSZ; ulimit -f ${fileLimit}; exec "$@"`, 'bash', ...command]

const killed = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.removeAllListeners('exit')
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
