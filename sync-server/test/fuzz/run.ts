import { isDeepStrictEqual } from 'node:util'
import type { Entry } from '../../src/store/types.ts'
import { pause } from '../stage/until.ts'
import { Ledger } from './ledger.ts'
import { Actor, castFor } from './cast.ts'
import type { Counts } from './cast.ts'
import { Random } from './random.ts'
import { StickyPeer } from '../stage/peers/sticky-peer.ts'
import { storyOf } from './story.ts'
import type { World } from './world.ts'
import { PlainPeer } from '../stage/peers/plain-peer.ts'

/** What one seed did, and every rule that was broken: none, when all is well. */
export type Outcome = { counts: Counts; faults: string[] }

/**
 * One document, everybody at the table, `steps` random acts. The seed decides what is done and in which order;
 * what comes in between is the machine's, so a seed repeats a run closely, not to the microsecond.
 */
export const runSeed = async (world: World, seed: number, steps: number): Promise<Outcome> => {
  const run = new Run(world, seed)
  try {
    return await run.play(steps)
  } finally {
    run.end()
  }
}

class Run {
  readonly #world: World
  readonly #random: Random
  readonly #ledger = new Ledger()
  readonly #counts: Counts = {
    edits: 0,
    deletes: 0,
    undos: 0,
    connects: 0,
    cuts: 0,
    folds: 0,
    appends: 0,
    epochs: 0,
    refusals: 0,
    resyncs: 0,
    restarts: 0,
    mergeKills: 0,
    promises: 0,
  }
  readonly #cast: Actor[]
  readonly #faults: string[] = []
  /** Calls under way; they may fail while the server is away, and then nothing was promised. */
  readonly #calls = new Set<Promise<unknown>>()
  #document = ''
  #guestIn = false

  constructor(world: World, seed: number) {
    this.#world = world
    this.#random = new Random(seed)
    this.#cast = castFor(this.#ledger, this.#counts)
  }

  async play(steps: number): Promise<Outcome> {
    await this.#open()
    const restartAt = Math.floor(steps * (0.2 + this.#random.next() * 0.3))
    const killAt = Math.floor(steps * (0.6 + this.#random.next() * 0.3))
    for (let step = 0; step < steps; step += 1) {
      if (step === restartAt) await this.#restart()
      if (step === killAt && this.#world.killMerge()) this.#counts.mergeKills += 1
      await this.#step()
      // most of it in one breath, so that frames share turns
      if (this.#random.chance(0.5)) await pause(this.#random.below(12))
    }
    await this.#comeTogether()
    await this.#judge()
    for (const actor of this.#cast) {
      actor.collect()
      this.#faults.push(...actor.faults)
    }
    this.#counts.promises = this.#ledger.promises
    return { counts: this.#counts, faults: this.#faults }
  }

  end(): void {
    for (const { peer } of this.#cast) peer.disconnect('close')
  }

  async #open(): Promise<void> {
    const ada = this.#world.person('ada')
    this.#document = await ada.create('start\n')
    for (const [who, role] of [
      ['grace', 'edit'],
      ['linus', 'edit'],
      ['vera', 'view'],
    ] as const)
      await ada.grant(this.#document, this.#world.person(who), role)
    await Promise.all(this.#cast.map((actor) => actor.connect(this.#world, this.#document)))
  }

  async #step(): Promise<void> {
    const random = this.#random
    const actor = random.pick(this.#cast)
    const act = random.next()
    const reader = random.pick(this.#cast).peer
    this.#ledger.seen(reader.name, reader.text())
    if (act < 0.6) return this.#edit(actor)
    if (act < 0.7) return this.#call(actor.connect(this.#world, this.#document))
    if (act < 0.78) return actor.leave(random)
    if (act < 0.86) return this.#withhold(actor)
    if (act < 0.9) return this.#fold()
    if (act < 0.93) return this.#append()
    if (act < 0.97) return this.#changeRights()
    if (!actor.refusable) return
    actor.startAfresh()
    return this.#call(actor.connect(this.#world, this.#document))
  }

  /** A viewer seldom tries to write: it costs it its replica. */
  #edit(actor: Actor): void {
    if (actor.who === 'vera' && this.#random.chance(0.8)) return
    for (let edits = 1 + this.#random.below(4); edits > 0; edits -= 1)
      actor.edit(this.#random, this.#ledger)
  }

  /** Keeps its updates to itself, then sends them in any order: the server has to see the gaps (R14). */
  #withhold({ peer }: Actor): void {
    if (!(peer instanceof StickyPeer)) return
    if (this.#random.chance(0.5)) peer.hold()
    else peer.release((held) => this.#random.shuffled(held))
  }

  #fold(): void {
    this.#counts.folds += 1
    this.#call(this.#world.server.bus.request('merge.fold', { document: this.#document }))
  }

  #append(): void {
    this.#counts.appends += 1
    const mark = this.#ledger.mark('the API', 'appended')
    const call = this.#world.person('ada').api.append(this.#document, mark)
    this.#call(call.then(() => this.#ledger.promise([mark])))
  }

  /** Somebody else comes or goes, which concerns nobody here (R21); or Linus may write, or not. */
  #changeRights(): void {
    this.#counts.epochs += 1
    const ada = this.#world.person('ada')
    if (this.#random.chance(0.6)) {
      const guest = this.#world.person('guest')
      this.#guestIn = !this.#guestIn
      if (this.#guestIn) this.#call(ada.grant(this.#document, guest, 'view'))
      else this.#call(ada.withdraw(this.#document, guest))
      return
    }
    const role = this.#random.chance(0.5) ? 'view' : 'edit'
    this.#call(ada.grant(this.#document, this.#world.person('linus'), role))
  }

  async #restart(): Promise<void> {
    await Promise.allSettled(this.#calls)
    this.#counts.restarts += 1
    await this.#world.restart()
  }

  #call(call: Promise<unknown>): void {
    const settled = call
      .catch(() => {})
      .finally(() => {
        this.#calls.delete(settled)
      })
    this.#calls.add(settled)
  }

  // --- the end -----------------------------------------------------------------------------------------------

  async #comeTogether(): Promise<void> {
    await Promise.allSettled(this.#calls)
    const linus = this.#world.person('linus')
    await this.#world.person('ada').grant(this.#document, linus, 'edit')
    for (const { peer } of this.#cast)
      if (peer instanceof StickyPeer) peer.release((held) => this.#random.shuffled(held))
    const end = Date.now() + 10_000
    let apart = 'not looked at'
    while (apart !== '') {
      if (Date.now() > end) {
        this.#faults.push(`they have not come together: ${apart}`)
        return
      }
      for (const actor of this.#cast) await actor.connect(this.#world, this.#document)
      await pause(50)
      apart = this.#apart()
    }
  }

  /** Who is not there yet, or reads something else; '' when all agree. */
  #apart(): string {
    const peers = this.#cast.map(({ peer }) => peer)
    const [first] = peers
    const text = first?.text()
    return peers
      .filter(
        (peer) =>
          peer.text() !== text ||
          peer.ended !== null ||
          (peer instanceof StickyPeer && (!peer.live || peer.unsaved.size > 0)) ||
          (peer instanceof PlainPeer && !peer.synced),
      )
      .map((peer) => `${peer.name} (${peer.text().length} characters, ${peer.ended ?? 'going on'})`)
      .join(', ')
  }

  async #judge(): Promise<void> {
    const text = await this.#world.person('ada').api.content(this.#document)
    for (const mark of this.#ledger.missing(text))
      this.#faults.push(`promised and lost: ${storyOf(mark, await this.#log())}`)
    if (text.includes('EVIL')) this.#faults.push('R30: the text has what a viewer wrote')
    for (const { peer } of this.#cast) {
      if (peer.text() !== text) this.#faults.push(`${peer.name} reads another text than the API`)
      if (peer.pending()) this.#faults.push(`R14: ${peer.name} has something pending`)
      if (peer instanceof StickyPeer && !(await peer.matches()))
        this.#faults.push(`R63: ${peer.name} has another fingerprint`)
    }
    await this.#judgeNewcomer(text)
    await this.#judgeLog()
  }

  async #log(): Promise<Entry[]> {
    const { log } = this.#world.server.store
    return (await log.read(this.#document, 0, { entries: 1_000_000, bytes: Infinity })).entries
  }

  async #judgeNewcomer(text: string): Promise<void> {
    const newcomer = new Actor('grace', false, this.#counts, () => new StickyPeer('new', () => {}))
    await newcomer.connect(this.#world, this.#document)
    for (let wait = 0; wait < 200 && newcomer.peer.text() !== text; wait += 1) await pause(10)
    if (newcomer.peer.text() !== text) this.#faults.push('a newcomer reads another text')
    newcomer.peer.disconnect('close')
  }

  /** The log has every seq once, in order, and nothing of a viewer. */
  async #judgeLog(): Promise<void> {
    const entries = await this.#log()
    const seqs = entries.map(({ seq }) => seq)
    if (
      !isDeepStrictEqual(
        seqs,
        [...seqs.keys()].map((index) => index + 1),
      )
    )
      this.#faults.push('the log has a hole')
    const evil = entries.filter(({ update }) => Buffer.from(update).includes('EVIL'))
    if (evil.length > 0) this.#faults.push('R30: the log has what a viewer wrote')
    const viewer = this.#world.person('vera').principal
    if (entries.some(({ author }) => author === viewer))
      this.#faults.push('R30: the log has an entry of a viewer')
  }
}
