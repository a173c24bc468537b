import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@sticky/shared/api/client'
import { Product, Typist } from '../product.ts'
import type { Workload } from '../workload.ts'

const CARDS = 12
/** Between two edits of the same document, ms. */
const TYPING = 1_000
/** After so long without an edit a channel and its cards are at rest, ms. */
const AT_REST = 7_000
const PATIENCE = 60_000

/** A document that is written in, and what its card was seen to show. */
class Busy {
  readonly documentId: string
  readonly #api: Client
  /** When each state was written. */
  readonly #written: number[] = []
  #shown = -1
  edits = 0
  /** The longest that the card did not show the newest state, ms. */
  longest = 0

  constructor(documentId: string, api: Client) {
    this.documentId = documentId
    this.#api = api
  }

  get isBehind(): boolean {
    return this.#shown < this.#written.length - 1
  }

  async write(): Promise<void> {
    this.#written.push(performance.now())
    await this.#api.append(this.documentId, `s${this.#written.length - 1}e`)
  }

  /** Its card has changed; the text on it ends after 1,000 characters, some 150 states. */
  see(message: string): void {
    const state = [...message.matchAll(/s(\d+)e/g)].at(-1)?.[1]
    if (state === undefined) return
    this.edits += 1
    const since = this.#written[this.#shown + 1] ?? performance.now()
    this.longest = Math.max(this.longest, performance.now() - since)
    this.#shown = Number(state)
  }
}

const until = async (isSo: () => boolean): Promise<void> => {
  const began = performance.now()
  while (!isSo()) {
    if (performance.now() - began > PATIENCE) throw new Error('A card did not follow.')
    await sleep(5)
  }
}

/** Each is edited once while nothing else happens; answers with what the median took, ms. */
const followOneByOne = async (documents: readonly Busy[]): Promise<number> => {
  const times: number[] = []
  for (const document of documents) {
    await sleep(AT_REST / CARDS + 2_000)
    const began = performance.now()
    await document.write()
    await until(() => !document.isBehind)
    times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)] ?? 0
}

const writeAll = async (documents: readonly Busy[], ms: number): Promise<void> => {
  const ends = performance.now() + ms
  await Promise.all(
    documents.map(async (document, i) => {
      await sleep((i * TYPING) / CARDS)
      while (performance.now() < ends) {
        await document.write()
        await sleep(TYPING)
      }
    }),
  )
}

export const w12c: Workload = {
  id: 'w12c',
  title: 'The cards of a busy channel: from an edit to the card',
  expectation:
    'A card at rest follows after the pause of merge (1 s) and one drawing. When all twelve cards of a channel are ' +
    'written in, three edits in six seconds are all that Discord allows, so each has its turn every 24 s: less than 30 s.',
  cases: [`${CARDS} cards in one channel`],
  figures: [
    { id: 'behind', title: 'longest behind, all written in, s', better: 'less', digits: 1 },
    { id: 'follow', title: 'edit to card at rest p50 ms', better: 'less', digits: 0 },
    { id: 'edits', title: 'edits per card and minute', better: 'less', digits: 1 },
  ],
  contestants: ['sticky'],
  targets: [
    { figure: 'behind', of: 'sticky', bound: 30 },
    { figure: 'follow', of: 'sticky', bound: 2_000 },
    { figure: 'edits', of: 'sticky', bound: 3 },
  ],
  run: async ({ warmUp, duration }) => {
    const product = await Product.start()
    try {
      const ada = await Typist.sitDown('ada')
      const api = await product.apiOf(ada)
      const documents: Busy[] = []
      for (let i = 0; i < CARDS; i += 1)
        documents.push(new Busy((await ada.create(`Busy ${i}.`, 'written in:')).documentId, api))
      const stop = ada.watch((message) => {
        documents.find(({ documentId }) => message.includes(documentId))?.see(message)
      })
      await sleep(warmUp + AT_REST)
      const follow = await followOneByOne(documents)
      const before = documents.reduce((sum, { edits }) => sum + edits, 0)
      const began = performance.now()
      await writeAll(documents, duration)
      await until(() => documents.every(({ isBehind }) => !isBehind))
      const minutes = (performance.now() - began) / 60_000
      const edits = documents.reduce((sum, { edits }) => sum + edits, 0) - before
      stop()
      ada.leave()
      return {
        behind: Math.max(...documents.map(({ longest }) => longest)) / 1_000,
        follow,
        edits: edits / CARDS / minutes,
      }
    } finally {
      await product.stop()
    }
  },
}
