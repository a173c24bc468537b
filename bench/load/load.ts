import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Counts, FromGenerator, Plan, ToGenerator } from './plan.ts'

const GENERATOR = join(import.meta.dirname, 'generator.ts')

type Listener = (message: FromGenerator) => void

/** The load generator, in a process of its own. A failure of one of its clients fails what is awaited. */
export class Load {
  readonly #child: ChildProcess
  #listener: Listener = () => {}
  #failure: Error | null = null

  private constructor() {
    this.#child = fork(GENERATOR, { execArgv: ['--import', 'tsx'], stdio: 'inherit' })
    this.#child.on('message', (message) => this.#hear(message as FromGenerator))
    this.#child.on('exit', (code) =>
      this.#hear({ kind: 'failed', message: `the load generator ended with ${code}` }),
    )
  }

  /** Starts it; resolves when every client is in its document. */
  static async connect(plan: Plan): Promise<Load> {
    const load = new Load()
    try {
      await load.#order({ kind: 'connect', plan }, 'connected')
      return load
    } catch (error) {
      load.close()
      throw error
    }
  }

  /** Warms up, measures, and waits until everything has come to everybody. Rejects when something did not. */
  async run(on: { begin(): void; end(): void }): Promise<Counts> {
    const done = await this.#order({ kind: 'run' }, 'done', (message) => {
      if (message.kind === 'begin' || message.kind === 'end') on[message.kind]()
    })
    if (done.kind !== 'done') throw new Error('the load generator answered something else')
    return done.counts
  }

  close(): void {
    this.#child.removeAllListeners('exit')
    this.#child.kill('SIGKILL')
  }

  #order(
    order: ToGenerator,
    answer: FromGenerator['kind'],
    listener: Listener = () => {},
  ): Promise<FromGenerator> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) return reject(this.#failure)
      this.#listener = (message) => {
        listener(message)
        if (message.kind === 'failed') reject(new Error(message.message))
        if (message.kind === answer) resolve(message)
      }
      this.#child.send(order)
    })
  }

  #hear(message: FromGenerator): void {
    if (message.kind === 'failed') this.#failure ??= new Error(message.message)
    this.#listener(message)
  }
}
