import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ledger } from '../../sync-server/test/fuzz/ledger.ts'
import type { Peer } from '../../sync-server/test/stage/peers/peer.ts'
import { PlainPeer } from '../../sync-server/test/stage/peers/plain-peer.ts'
import { Random } from '../../sync-server/test/fuzz/random.ts'
import { StickyPeer } from '../../sync-server/test/stage/peers/sticky-peer.ts'
import { openStore } from '../../sync-server/src/store/open.ts'
import { storyOf } from '../../sync-server/test/fuzz/story.ts'
import { Person } from '../../sync-server/test/stage/person.ts'
import type { Program } from '../../sync-server/test/stage/program.ts'
import { pause, until } from '../../sync-server/test/stage/until.ts'
import { killChild, startVictim } from './program.ts'

export type KillReport = {
  rounds: number
  mergeKills: number
  documents: number
  marks: number
  promised: number
  lost: string[]
  faults: string[]
}

const ROUNDS_PER_DOCUMENT = 20
const PIECES = ['abc', 'longer words here', '😀', '漢字', 'é']

const SETTINGS = { MERGE_PAUSE_MS: '50', MERGE_PATIENCE_MS: '200' }

/** How long anything may take, ms: there may be other programs on the machine. */
const LIMIT = 30_000

/** C1: kills the whole program, or its merge process, at random moments while people type. */
export class Kills {
  readonly report: KillReport = {
    rounds: 0,
    mergeKills: 0,
    documents: 0,
    marks: 0,
    promised: 0,
    lost: [],
    faults: [],
  }
  /** The program's main file. */
  readonly #main: string
  readonly #random: Random
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'sticky-soak-'))
  #victim: Program | null = null
  #person: Person | null = null
  #document = ''
  #ledger = new Ledger()
  #peers: Peer[] = []

  constructor(main: string, seed: number) {
    this.#main = main
    this.#random = new Random(seed)
  }

  async run(rounds: number): Promise<void> {
    this.#victim = await startVictim(this.#main, this.#dataDir, SETTINGS)
    try {
      await Person.register(this.#victim, 'ada')
      for (let round = 0; round < rounds; round += 1) {
        if (round % ROUNDS_PER_DOCUMENT === 0) await this.#nextDocument()
        await this.#round()
        this.report.rounds += 1
        if (this.report.lost.length + this.report.faults.length > 0) break
      }
      await this.#finishDocument()
    } finally {
      this.#disconnect()
      await this.#victim?.kill()
      rmSync(this.#dataDir, { recursive: true, force: true })
    }
  }

  /** Ada, at where the program is now. */
  get #ada(): Person {
    if (this.#person === null || this.#victim === null) throw new Error('nothing has begun yet')
    return this.#person.at(this.#victim)
  }

  async #nextDocument(): Promise<void> {
    if (this.#peers.length > 0) await this.#finishDocument()
    // a token counts for a quarter of an hour, a soak may take longer
    if (this.#victim !== null) this.#person = await Person.signIn(this.#victim, 'ada')
    this.#document = await this.#ada.create()
    this.#ledger = new Ledger()
    const sticky = (name: string): StickyPeer =>
      new StickyPeer(name, (marks) => this.#ledger.promise(marks))
    this.#peers = [sticky('one'), sticky('two'), new PlainPeer('three')]
    this.report.documents += 1
  }

  /** Everybody comes together: one text, which the server has too, and nothing pending. */
  async #finishDocument(): Promise<void> {
    await this.#connect()
    await this.#converged()
    const text = await this.#ada.api.content(this.#document)
    for (const peer of this.#peers) {
      if (peer.text() !== text) this.report.faults.push(`${peer.name} has another text`)
      if (peer.pending()) this.report.faults.push(`${peer.name} has something pending`)
      if (peer instanceof StickyPeer) {
        if (!(await peer.matches())) this.report.faults.push(`${peer.name} has diverged`)
        this.report.faults.push(...peer.violations)
      }
    }
    await this.#look(text)
    this.#disconnect()
    this.report.promised += this.#ledger.promises
    this.#peers = []
  }

  async #round(): Promise<void> {
    await this.#connect()
    // in some rounds the blow falls while they catch up
    if (this.#random.chance(0.7)) await this.#converged()
    const typing = this.#peers.map((peer) => this.#type(peer))
    await pause(this.#random.below(120))
    if (this.#random.chance(0.2) && this.#killMerge()) {
      this.report.mergeKills += 1
      await pause(this.#random.below(100))
      for (const stop of typing) stop()
      // they are still here: what is promised to them meanwhile may not have come to a newcomer yet
      await this.#converged()
    } else {
      await this.#victim?.kill()
      await until('everybody has noticed', () => this.#peers.every(({ online }) => !online), LIMIT)
      for (const peer of this.#peers) this.#ledger.seen(peer.name, peer.text())
      this.#victim = await startVictim(this.#main, this.#dataDir, SETTINGS)
    }
    for (const stop of typing) stop()
    await this.#look(await this.#durable())
  }

  #killMerge(): boolean {
    return this.#victim !== null && killChild(this.#victim, 'merge')
  }

  /** What a newcomer is given: all that is durable, and nothing of anybody's replica. */
  async #durable(): Promise<string> {
    const newcomer = new StickyPeer('newcomer', () => {})
    await this.#open(newcomer)
    await until('the newcomer has caught up', () => newcomer.live, LIMIT)
    newcomer.disconnect('close')
    this.report.faults.push(...newcomer.violations)
    return newcomer.text()
  }

  async #look(text: string): Promise<void> {
    const missing = this.#ledger.missing(text)
    if (missing.length > 0) {
      const store = await openStore({ databasePath: join(this.#dataDir, 'sticky.db') })
      const all = { entries: 1_000_000, bytes: Infinity }
      const { entries } = await store.log.read(this.#document, 0, all)
      for (const mark of missing) this.report.lost.push(storyOf(mark, entries))
      await store.close()
    }
    for (const { name, ended } of this.#peers)
      if (ended !== null) this.report.faults.push(`${name}: ${ended}`)
  }

  /** Types with a random delay, also while there is no connection, until it is told to stop. */
  #type(peer: Peer): () => void {
    let stopped = false
    const next = (): void => {
      if (stopped) return
      this.#edit(peer)
      setTimeout(next, this.#random.below(12))
    }
    setTimeout(next, this.#random.below(12))
    return () => {
      stopped = true
    }
  }

  #edit(peer: Peer): void {
    const { length } = peer.text()
    // offline they write little: there is nobody who could promise anything
    if (!peer.online && this.#random.chance(0.98)) return
    if (length > 3_000 || this.#random.chance(0.05)) {
      const at = this.#edge(peer, this.#random.below(length + 1))
      const end = this.#edge(peer, Math.min(length, at + 200))
      if (end > at)
        this.#ledger.during(
          () => peer.text(),
          () => peer.delete(at, end - at),
        )
      return
    }
    const mark = this.#ledger.mark(peer.name, this.#random.pick(PIECES))
    this.report.marks += 1
    const at = this.#edge(peer, this.#random.below(length + 1))
    this.#ledger.during(
      () => peer.text(),
      () => peer.insert(at, mark),
    )
  }

  /** Not in the middle of a surrogate pair: no editor goes there. */
  #edge(peer: Peer, at: number): number {
    const unit = peer.text().charCodeAt(at)
    return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
  }

  async #connect(): Promise<void> {
    for (const peer of this.#peers) if (!peer.online) await this.#open(peer)
  }

  async #open(peer: Peer): Promise<void> {
    peer.connect(await this.#ada.addressOf(this.#document))
  }

  #disconnect(): void {
    for (const peer of this.#peers) peer.disconnect('close')
  }

  async #converged(): Promise<void> {
    const same = (): boolean => {
      const [first, ...others] = this.#peers.map((peer) => peer.text())
      const saved = this.#peers.every(
        (peer) => !(peer instanceof StickyPeer) || (peer.live && peer.unsaved.size === 0),
      )
      return saved && others.every((text) => text === first)
    }
    const apart = (): string => this.#peers.map((peer) => `${peer.name} ${peer.ended}`).join(', ')
    await until('all have the same text', same, LIMIT).catch((error: unknown) => {
      throw new Error(`${String(error)} (${apart()})`)
    })
  }
}
