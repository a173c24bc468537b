import type { Ledger } from './ledger.ts'
import type { Parting, Peer } from '../stage/peers/peer.ts'
import { PlainPeer } from '../stage/peers/plain-peer.ts'
import type { Random } from './random.ts'
import { StickyPeer } from '../stage/peers/sticky-peer.ts'
import type { Role, World } from './world.ts'
import { YwasmPeer } from '../stage/peers/ywasm-peer.ts'

const PIECES = ['a', 'some words', 'line\n', '😀', '漢字かな', 'é', '👩‍👧 family', '\n- [ ] task\n']
const PARTINGS: readonly Parting[] = ['close', 'cut', 'mid-frame']
/** Longer texts are rather cut down. */
const LONG = 1_500

/** What a run did, to see that it did something. */
export type Counts = Record<
  | 'edits'
  | 'deletes'
  | 'undos'
  | 'connects'
  | 'cuts'
  | 'folds'
  | 'appends'
  | 'epochs'
  | 'refusals'
  | 'resyncs'
  | 'restarts'
  | 'mergeKills'
  | 'promises',
  number
>

/** One seat at the table: whoever's replica is over takes a fresh one (R20). */
export class Actor {
  readonly who: Role
  /** Refusals are no fault: it may not write, or not always. */
  readonly refusable: boolean
  readonly #make: () => Peer
  readonly #counts: Counts
  peer: Peer
  /** What replicas that are over have found fault with. */
  readonly faults: string[] = []

  constructor(who: Role, refusable: boolean, counts: Counts, make: () => Peer) {
    this.who = who
    this.refusable = refusable
    this.#counts = counts
    this.#make = make
    this.peer = make()
  }

  async connect(world: World, document: string): Promise<void> {
    if (this.peer.ended !== null) this.startAfresh()
    if (this.peer.online) return
    const { peer } = this
    const address = await world.person(this.who).addressOf(document)
    // meanwhile it may have a fresh replica, or have come by another way
    if (peer !== this.peer || peer.online) return
    this.#counts.connects += 1
    peer.connect(address)
  }

  leave(random: Random): void {
    const parting = random.pick(PARTINGS)
    if (parting !== 'close') this.#counts.cuts += 1
    this.peer.disconnect(parting)
  }

  /** A fresh replica; what the old one had and nobody else has is gone, as it was told. */
  startAfresh(): void {
    const { peer } = this
    peer.disconnect('close')
    if (peer.ended !== null) this.#counts.refusals += 1
    if (peer.ended !== null && !this.refusable)
      this.faults.push(`${peer.name} may write and was refused: ${peer.ended}`)
    this.collect()
    this.peer = this.#make()
  }

  /** Takes what its replica has found into the account. */
  collect(): void {
    if (!(this.peer instanceof StickyPeer)) return
    this.faults.push(...this.peer.violations.map((fault) => `${this.peer.name}: ${fault}`))
    this.#counts.resyncs += this.peer.resyncs
  }

  edit(random: Random, ledger: Ledger): void {
    const { peer } = this
    ledger.during(
      () => peer.text(),
      () => this.#act(random, ledger),
    )
  }

  #act(random: Random, ledger: Ledger): void {
    const { peer } = this
    const text = peer.text()
    const act = random.next()
    if (act < 0.1) {
      this.#counts.undos += 1
      return peer.undo()
    }
    const at = edge(text, random.below(text.length + 1))
    if (act < (text.length > LONG ? 0.6 : 0.25)) {
      const end = edge(text, Math.min(text.length, at + random.below(60)))
      if (end <= at) return
      this.#counts.deletes += 1
      return peer.delete(at, end - at)
    }
    this.#counts.edits += 1
    const inside = this.who === 'vera' ? 'EVIL' : random.pick(PIECES)
    peer.insert(at, ledger.mark(peer.name, inside))
  }
}

/** Not in the middle of a surrogate pair: no editor goes there. */
const edge = (text: string, at: number): number => {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}

/** Everybody at the table: each kind of client, with each kind of right. */
export const castFor = (ledger: Ledger, counts: Counts): Actor[] => {
  const sticky = (name: string) => (): Peer =>
    new StickyPeer(name, (marks) => ledger.promise(marks))
  return [
    new Actor('ada', false, counts, sticky('sticky')),
    new Actor('ada', false, counts, () => new PlainPeer('plain')),
    new Actor('grace', false, counts, sticky('another sticky')),
    new Actor('grace', false, counts, () => new YwasmPeer('ywasm')),
    new Actor('linus', true, counts, sticky('wavering sticky')),
    new Actor('linus', true, counts, () => new PlainPeer('wavering plain')),
    new Actor('vera', true, counts, sticky('sticky viewer')),
    new Actor('vera', true, counts, () => new PlainPeer('plain viewer')),
  ]
}
