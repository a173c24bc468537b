import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'

export type ProgramOptions = {
  name: string
  file: string
  env: Record<string, string>
  /** Restarts the program whenever its source changes. */
  watch: boolean
  /** A program that could not start, or came to an end that nobody asked for. */
  onEnd: (name: string, ready: boolean) => void
}

/** A child process that says when it is ready and ends when this process does, however that happens. */
export class Program {
  readonly name: string
  readonly ready: Promise<void>
  readonly #child: ChildProcess
  #stopping = false

  constructor({ name, file, env, watch, onEnd }: ProgramOptions) {
    this.name = name
    const source = file.endsWith('.ts')
    this.#child = fork(file, [], {
      env: { ...process.env, ...env },
      execArgv: [...(source ? ['--import', 'tsx'] : []), ...(watch ? ['--watch'] : [])],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    let isReady = false
    this.ready = new Promise((resolve) => {
      this.#child.on('message', (message) => {
        if (typeof message !== 'object' || message === null || !('ready' in message)) return
        isReady = true
        resolve()
      })
    })
    this.#child.once('exit', () => {
      if (!this.#stopping) onEnd(name, isReady)
    })
  }

  /** Asks it to stop; kills it after five seconds. */
  stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
      child.once('exit', () => {
        clearTimeout(timer)
        resolve()
      })
      child.kill('SIGTERM')
    })
  }
}
