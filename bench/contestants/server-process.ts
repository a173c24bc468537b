import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const PROBE = pathToFileURL(join(import.meta.dirname, 'probe.mjs')).href
/** How long a server may take to start, and to end, ms. */
const START_LIMIT = 30_000
const STOP_LIMIT = 10_000
/** Lines of its output that are kept for an error. */
const KEPT = 20

export type Command = { node?: string; args: string[]; env?: Record<string, string> }

/** Event-loop delay of the server, p99 in ms, and its resident memory now, bytes. */
export type Probed = { p99: number; rss: number }

/** Its memory when all garbage is collected, bytes: what is resident, and what its objects take. */
export type Memory = { rss: number; used: number }

type Question = { probe: string; [more: string]: string | number }

/** Of the environment only what has nothing to do with a server: no settings, no options of Node. */
const inherited = (): NodeJS.ProcessEnv => {
  const { PATH, HOME, TMPDIR } = process.env
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }) }
}

/** A server in a process of its own that says `{ready, url}` over IPC, with our probe in it. */
export class ServerProcess {
  readonly pid: number
  readonly host: string
  readonly port: number
  readonly #child: ChildProcess
  readonly #output: string[]
  /** Questions are answered one by one. */
  #asked: Promise<unknown> = Promise.resolve()

  private constructor(child: ChildProcess, url: string, output: string[]) {
    const { hostname, port } = new URL(url)
    this.pid = child.pid ?? 0
    this.host = hostname
    this.port = Number(port)
    this.#child = child
    this.#output = output
  }

  get url(): string {
    return `http://${this.host}:${this.port}`
  }

  /** What it wrote, at most the last lines: for whoever has to explain a failure. */
  get output(): string {
    return this.#output.join('').trim().split('\n').slice(-KEPT).join('\n')
  }

  static start({ node = process.execPath, args, env }: Command): Promise<ServerProcess> {
    const child = spawn(node, ['--import', PROBE, ...args], {
      env: { ...inherited(), ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const killed = (): void => void child.kill('SIGKILL')
    // before anybody tidies up after it
    process.prependOnceListener('exit', killed)
    child.once('exit', () => process.off('exit', killed))
    const output: string[] = []
    const keep = (chunk: Buffer): void => {
      output.push(chunk.toString())
      if (output.length > KEPT) output.shift()
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    return new Promise((resolve, reject) => {
      const give = (why: string): void => {
        child.kill('SIGKILL')
        reject(new Error(`${args.at(-1)} ${why}:\n${output.join('')}`))
      }
      const timer = setTimeout(() => give(`was not ready within ${START_LIMIT} ms`), START_LIMIT)
      child.once('error', (error) => give(`could not be started (${error.message})`))
      const early = (code: number | null): void => give(`ended with ${code}`)
      child.once('exit', early)
      child.on('message', (message: { ready?: boolean; url?: string }) => {
        if (message.ready !== true || message.url === undefined) return
        clearTimeout(timer)
        child.off('exit', early)
        resolve(new ServerProcess(child, message.url, output))
      })
    })
  }

  /** Of the time between two moments, ms since 1970. */
  read(from: number, to: number): Promise<Probed> {
    return this.#ask({ probe: 'read', from, to }) as Promise<Probed>
  }

  /** Takes a second. */
  memory(): Promise<Memory> {
    return this.#ask({ probe: 'memory' }) as Promise<Memory>
  }

  startProfile(): Promise<unknown> {
    return this.#ask({ probe: 'startProfile' })
  }

  /** Writes a `.cpuprofile`. */
  stopProfile(file: string): Promise<unknown> {
    return this.#ask({ probe: 'stopProfile', file })
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) return resolve()
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT)
      this.#child.once('exit', () => {
        clearTimeout(timer)
        resolve()
      })
      this.#child.kill('SIGTERM')
    })
  }

  #ask(question: Question): Promise<unknown> {
    const answer = this.#asked.then(() => this.#askNow(question))
    this.#asked = answer.catch(() => {})
    return answer
  }

  #askNow(question: Question): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error(`the server ended:\n${this.output}`))
      const hear = (message: { probed?: unknown }): void => {
        if (!('probed' in message)) return
        this.#child.off('message', hear)
        this.#child.off('exit', gone)
        resolve(message.probed)
      }
      this.#child.on('message', hear)
      this.#child.once('exit', gone)
      this.#child.send(question, (error) => {
        if (error !== null) gone()
      })
    })
  }
}
