import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { LocalBus } from './local.ts'
import type { Message } from './local.ts'

/** Sends unless the other side has gone: a lost signal is allowed, a crash over it is not. */
const sender =
  (target: { send?: ChildProcess['send']; connected?: boolean }) => (message: Message) => {
    if (target.connected === true) target.send?.(message, () => {})
  }

/** In a forked process: the bus whose uplink is the parent. The process ends when the parent is gone. */
export const childBus = (): LocalBus => {
  const bus = new LocalBus()
  const { receive } = bus.connect({ send: sender(process), uplink: true })
  process.on('message', (message) => receive(message as Message))
  process.on('disconnect', () => process.exit(0))
  // the parent may have gone while this process was loading; without `send` there never was one
  if (process.send !== undefined && !process.connected) process.exit(0)
  return bus
}

/** A forked role. `kill` ends it hard (it comes back); `stop` ends it for good. */
export type Forked = { kill(): void; stop(): Promise<void> }

/**
 * Forks `program` with one argument, the role, and joins it to the bus. When it dies it is started again after
 * a second.
 */
export const forkRole = (
  bus: LocalBus,
  program: string,
  role: string,
  onExit: (why: string) => void,
): Forked => {
  let child: ChildProcess
  let leave: () => void
  let stopped = false
  const start = (): void => {
    child = fork(program, [role], {
      serialization: 'advanced',
      execArgv: program.endsWith('.ts') ? ['--import', 'tsx'] : [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const { receive, disconnect } = bus.connect({ send: sender(child), uplink: false })
    leave = disconnect
    child.on('message', (message) => receive(message as Message))
    // it could not be started at all; 'exit' may not come then
    child.once('error', (error) => onExit(`${role} failed: ${error.message}`))
    child.once('exit', (code, signal) => {
      disconnect()
      if (stopped) return
      onExit(`${role} ended with ${signal ?? code}`)
      setTimeout(() => stopped || start(), 1_000).unref()
    })
  }
  start()
  return {
    kill: () => {
      // from now on nobody asks it: who asks again waits for the next one
      leave()
      child.kill('SIGKILL')
    },
    stop: () => {
      stopped = true
      return ended(child)
    },
  }
}

/** Asks to stop, and makes sure of it after two seconds. */
const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    const timer = setTimeout(() => child.kill('SIGKILL'), 2_000)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill('SIGTERM')
  })
