import { SYNC, syncFrame } from '@sticky/shared/frames'
import type { Address } from '../../sync-server/test/stage/address.ts'
import { Person } from '../../sync-server/test/stage/person.ts'
import type { Program } from '../../sync-server/test/stage/program.ts'
import { openSocket } from '../../sync-server/test/stage/raw-socket.ts'
import { StickyClient } from '../../sync-server/test/stage/sticky-client.ts'
import { until } from '../../sync-server/test/stage/until.ts'
import type { Outcome } from './outcome.ts'
import { withVictim } from './program.ts'
import { needSockets, openFiles, Peak, residentMemory } from './watch.ts'

/** Sockets that knock at once; a ticket counts for a minute. */
const BATCH = 250
/** For all of them to hear a word, ms, and for a word to be saved among them. */
const HEARD_WITHIN = 60_000
const SAVED_WITHIN = 3_000

const NO_LIMIT = '1000000'
const SETTINGS = {
  LIMIT_CONNECTIONS: NO_LIMIT,
  LIMIT_CONNECTIONS_PER_USER: NO_LIMIT,
  LIMIT_CONNECTIONS_PER_DOCUMENT: NO_LIMIT,
  LIMIT_MESSAGES_PER_SECOND_PER_USER: NO_LIMIT,
  LIMIT_MESSAGES_PER_SECOND_PER_DOCUMENT: NO_LIMIT,
}

type WebSocket = Awaited<ReturnType<typeof openSocket>>

/** Many plain sockets of one person in one document. */
class Crowd {
  readonly #sockets: WebSocket[] = []
  readonly #heard = new Set<WebSocket>()
  closed = 0

  async grow(eve: Person, document: string, size: number): Promise<void> {
    while (this.#sockets.length < size) {
      const address = await eve.addressOf(document)
      const batch = Array.from({ length: Math.min(BATCH, size - this.#sockets.length) })
      this.#sockets.push(...(await Promise.all(batch.map(() => this.#open(address)))))
    }
  }

  get heard(): number {
    return this.#heard.size
  }

  leave(): void {
    for (const ws of this.#sockets) ws.removeAllListeners('close').terminate()
  }

  async #open(address: Address): Promise<WebSocket> {
    const ws = await openSocket(address)
    ws.on('close', () => (this.closed += 1))
    ws.on('message', (data: Buffer) => {
      if (data.includes('for all of you')) this.#heard.add(ws)
    })
    ws.send(syncFrame(SYNC.step1, Uint8Array.of(0)))
    return ws
  }
}

/** T24: very many sockets at once are all served, nobody who writes waits for them, and they leave nothing behind. */
export const crowd = async (main: string, sockets: number): Promise<Outcome> => {
  needSockets(sockets)
  return withVictim(main, SETTINGS, (victim) => gather(victim, sockets))
}

const gather = async (victim: Program, size: number): Promise<Outcome> => {
  const [ada, eve] = [await Person.register(victim, 'ada'), await Person.register(victim, 'eve')]
  const id = await ada.share('text', eve, 'edit')
  const writer = new StickyClient(await ada.addressOf(id))
  await writer.join()
  const files = openFiles(victim)
  const memory = new Peak(() => residentMemory(victim))
  const people = new Crowd()

  const began = performance.now()
  await people.grow(eve, id, size)
  const opening = performance.now() - began
  const saved = await writer.type('for all of you ')
  const all = performance.now()
  await until('all have heard it', () => people.heard === size, HEARD_WITHIN)
  const hearing = performance.now() - all + saved
  const { closed } = people

  people.leave()
  const after = await writer.type('and none of you ')
  await until('they are forgotten', () => openFiles(victim) <= files, HEARD_WITHIN)
  const text = await ada.api.content(id)
  writer.close()
  memory.stop()
  const fine =
    closed === 0 &&
    Math.max(saved, after) < SAVED_WITHIN &&
    text === 'and none of you for all of you text'
  return {
    fine,
    lines: [
      `${size} plain sockets of one person in one document, open after ${seconds(opening)}; ${closed} of them were closed. ` +
        `A word typed among them was saved after ${Math.round(saved)} ms (limit ${SAVED_WITHIN}) and heard by all ${people.heard} after ${seconds(hearing)}. ` +
        `When all went at once, the next word was saved after ${Math.round(after)} ms, and the server kept none of their ${size} sockets. ` +
        `Its memory: ${Math.round(memory.first)} MiB before, ${Math.round(memory.most)} MiB at most, ${kibEach(memory.growth, size)} KiB for each socket.`,
    ],
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
const kibEach = (mib: number, count: number): number => Math.round((mib * 1024) / count)
