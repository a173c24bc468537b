import { readdirSync, readFileSync } from 'node:fs'
import type { Program } from '../../sync-server/test/stage/program.ts'
import type { StickyClient } from '../../sync-server/test/stage/sticky-client.ts'
import { residentBytes } from '../memory.ts'
import { pause } from '../../sync-server/test/stage/until.ts'

const MIB = 1024 * 1024

/** Resident memory of a process, MiB. Linux only. */
export const residentMemory = ({ pid }: Program): number => residentBytes(pid) / MIB

/** How many files and sockets a process has open. Linux only. */
export const openFiles = ({ pid }: Program): number => readdirSync(`/proc/${pid}/fd`).length

/** How many files and sockets this process, and whatever it starts, may have open. */
const fileLimit = (): number => {
  const limits = readFileSync('/proc/self/limits', 'utf8')
  const [, hard = '0'] = /^Max open files\s+\S+\s+(\S+)/m.exec(limits) ?? []
  return hard === 'unlimited' ? Infinity : Number(hard)
}

/** Throws, with what to do, when so many sockets cannot be open at once. */
export const needSockets = (sockets: number): void => {
  // the program has some for itself: its database, its children, those who look on
  const wanted = sockets + 500
  if (fileLimit() >= wanted) return
  throw new Error(
    `${sockets} sockets need ${wanted} open files in each process, and the limit here is ${fileLimit()}. ` +
      `Raise it (ulimit -Hn ${wanted}, as root; or a line "* hard nofile ${wanted}" in /etc/security/limits.conf ` +
      `and a new login), or take fewer: --sockets ${Math.max(0, fileLimit() - 500)}.`,
  )
}

/** The most that `measure` has said since it was asked first. */
export class Peak {
  readonly first: number
  most: number
  readonly #measure: () => number
  readonly #timer: NodeJS.Timeout

  constructor(measure: () => number) {
    this.#measure = measure
    this.first = measure()
    this.most = this.first
    this.#timer = setInterval(() => this.#look(), 20)
  }

  get growth(): number {
    return this.most - this.first
  }

  stop(): this {
    clearInterval(this.#timer)
    this.#look()
    return this
  }

  #look(): void {
    this.most = Math.max(this.most, this.#measure())
  }
}

/** Somebody who types a word every 50 ms, and how long the slowest took to be saved, ms. */
export class Typist {
  slowest = 0
  words = 0
  readonly #client: StickyClient
  #typing = true
  readonly #done: Promise<void>

  constructor(client: StickyClient) {
    this.#client = client
    this.#done = this.#type()
  }

  async stop(): Promise<void> {
    this.#typing = false
    await this.#done
  }

  async #type(): Promise<void> {
    while (this.#typing) {
      this.slowest = Math.max(this.slowest, await this.#client.type(`${this.words} `))
      this.words += 1
      await pause(50)
    }
  }
}
