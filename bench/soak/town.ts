import { SYNC, syncFrame } from '@sticky/shared/frames'
import { Random } from '../../sync-server/test/fuzz/random.ts'
import type { Parting } from '../../sync-server/test/stage/peers/peer.ts'
import { PlainPeer } from '../../sync-server/test/stage/peers/plain-peer.ts'
import { StickyPeer } from '../../sync-server/test/stage/peers/sticky-peer.ts'
import type { Person } from '../../sync-server/test/stage/person.ts'
import { StickyClient } from '../../sync-server/test/stage/sticky-client.ts'
import { until } from '../../sync-server/test/stage/until.ts'
import { presenceMessage } from '../load/presence.ts'

const PIECES = ['abc ', 'longer words here ', '😀', '漢字', 'é\n']
const PARTINGS: readonly Parting[] = ['close', 'cut', 'mid-frame']
/** UTF-16 units of a text; what is typed beyond that, as much is deleted of its beginning. */
const LENGTH = 4_000
const CONVERGED_WITHIN = 60_000
const NO_PREFIX = new Uint8Array(0)

/** One document: three who write, of whom any may be away, and one who only moves a cursor. */
class House {
  readonly id: string
  readonly peers: readonly (StickyPeer | PlainPeer)[]
  readonly #onlooker: StickyClient
  #beats = 0

  private constructor(id: string, onlooker: StickyClient) {
    this.id = id
    this.#onlooker = onlooker
    const sticky = (name: string): StickyPeer => new StickyPeer(name, () => {})
    this.peers = [sticky('one'), sticky('two'), new PlainPeer('three')]
  }

  static async build(ada: Person): Promise<House> {
    const id = await ada.create('the beginning ')
    const onlooker = new StickyClient(await ada.addressOf(id))
    await onlooker.join()
    const house = new House(id, onlooker)
    for (const peer of house.peers) peer.connect(await ada.addressOf(id))
    return house
  }

  type(random: Random): void {
    const peer = random.pick(this.peers)
    const { length } = peer.text()
    peer.insert(length, random.pick(PIECES))
    if (length > LENGTH) peer.delete(0, length - LENGTH)
  }

  move(): void {
    this.#onlooker.send(presenceMessage(NO_PREFIX, this.#onlooker.doc.clientID, this.#beats))
    this.#beats += 1
    // nobody looks at what came
    this.#onlooker.frames.length = 0
  }

  /** Somebody goes, or comes back. */
  async turn(ada: Person, random: Random): Promise<void> {
    const peer = random.pick(this.peers)
    if (peer.online) peer.disconnect(random.pick(PARTINGS))
    else peer.connect(await ada.addressOf(this.id))
  }

  /** Everybody comes, has the same text, and goes. Answers with what is wrong. */
  async close(ada: Person): Promise<string[]> {
    for (const peer of this.peers) if (!peer.online) peer.connect(await ada.addressOf(this.id))
    const faults = this.peers.flatMap((peer) => (peer instanceof StickyPeer ? peer.violations : []))
    const agree = async (): Promise<boolean> => {
      const texts = new Set(this.peers.map((peer) => peer.text()))
      return texts.size === 1 && texts.has(await ada.api.content(this.id))
    }
    await until('all have the same text', agree, CONVERGED_WITHIN).catch((error: unknown) =>
      faults.push(String(error)),
    )
    for (const peer of this.peers) {
      if (peer.ended !== null) faults.push(`${peer.name} ${peer.ended}`)
      peer.disconnect('close')
    }
    this.#onlooker.close()
    return faults
  }
}

/** Documents in which the same things go on all the time; each call does one of them somewhere. */
export class Town {
  readonly did = { edits: 0, cursors: 0, turns: 0, visits: 0 }
  readonly #random: Random
  readonly #houses: readonly House[]
  /** Who signs in again before the token expires. */
  ada: Person

  private constructor(ada: Person, houses: readonly House[], seed: number) {
    this.ada = ada
    this.#houses = houses
    this.#random = new Random(seed)
  }

  static async build(ada: Person, documents: number, seed: number): Promise<Town> {
    const houses: House[] = []
    while (houses.length < documents) houses.push(await House.build(ada))
    return new Town(ada, houses, seed)
  }

  type(): void {
    this.#random.pick(this.#houses).type(this.#random)
    this.did.edits += 1
  }

  move(): void {
    for (const house of this.#houses) house.move()
    this.did.cursors += this.#houses.length
  }

  async turn(): Promise<void> {
    await this.#random.pick(this.#houses).turn(this.ada, this.#random)
    this.did.turns += 1
  }

  /** Somebody comes for the first time, gets everything, and goes. */
  async visit(): Promise<void> {
    const visitor = new StickyClient(await this.ada.addressOf(this.#random.pick(this.#houses).id))
    await visitor.join()
    visitor.send(syncFrame(SYNC.step2, Uint8Array.of(0, 0)))
    visitor.close()
    this.did.visits += 1
  }

  /** Answers with what is wrong. */
  async close(): Promise<string[]> {
    const faults = await Promise.all(this.#houses.map((house) => house.close(this.ada)))
    return faults.flat()
  }
}
