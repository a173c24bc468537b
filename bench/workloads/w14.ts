import type { Client } from '@sticky/shared/api/client'
import { startOn } from '../contestants/sticky.ts'
import { misspelt, partOf } from '../library/corpus.ts'
import type { Corpus } from '../library/corpus.ts'
import { borrowLibrary, libraryCorpus, READERS } from '../library/library.ts'
import { processorTime } from '../processor-time.ts'
import type { Workload } from '../workload.ts'

const DOCUMENTS = 100_000
const NEW_TEXT = 2_000

/** One request; each time it asks for something else. */
type Call = (api: Client, corpus: Corpus) => Promise<unknown>

const search = (text: (corpus: Corpus) => string, more: { sort?: 'modified' | 'creator' } = {}) => {
  const call: Call = (api, corpus) => api.search({ q: text(corpus), ...more })
  return call
}
const two = (corpus: Corpus): string => `${corpus.word()} ${corpus.word()}`

const LISTS: readonly Call[] = [
  (api) => api.listDocuments({}),
  (api) => api.listDocuments({ sort: 'title', limit: 100 }),
  (api) => api.listDocuments({ sort: 'creator' }),
  (api) => api.listDocuments({ scope: 'shared' }),
  (api) => api.listDocuments({ scope: 'shared', sort: 'created', order: 'asc' }),
  (api) => api.listDocuments({ createdBy: READERS.member, scope: 'shared' }),
]
const SEARCHES: readonly Call[] = [
  search((corpus) => corpus.word()),
  search(two),
  search((corpus) => `${two(corpus)} ${corpus.word()}`),
  search((corpus) => partOf(corpus, 0)),
  search((corpus) => partOf(corpus, 1)),
  search((corpus) => misspelt(corpus)),
  search((corpus) => `${corpus.word()} ${misspelt(corpus)}`),
  search((corpus) => `${misspelt(corpus)}${misspelt(corpus)}`),
  search((corpus) => corpus.word(), { sort: 'modified' }),
  search(two, { sort: 'creator' }),
]
const CREATE: readonly Call[] = [
  (api, corpus) => api.createDocument({ title: corpus.title(), content: corpus.text(NEW_TEXT) }),
]

const CASES: Record<string, { reader: string; calls: readonly Call[] }> = {
  'list, of all': { reader: READERS.librarian, calls: LISTS },
  'list, of 200': { reader: READERS.member, calls: LISTS },
  'search, of all': { reader: READERS.librarian, calls: SEARCHES },
  'search, of 200': { reader: READERS.member, calls: SEARCHES },
  create: { reader: READERS.librarian, calls: CREATE },
}

export const w14: Workload = {
  id: 'w14',
  title: `REST: create, list and search among ${DOCUMENTS.toLocaleString('en')} documents, one call at a time`,
  expectation:
    'A list reads a page off an index, whoever asks. A search asks for rights and words in one question; what very ' +
    'many documents answer is the dearest, and who may read all of them meets it most. Parts and typos cost a look ' +
    'into the vocabulary first. Both are read in threads of their own, so the event loop, on which everybody types, is ' +
    'held up no longer by a search than by a list: by a few milliseconds.',
  cases: Object.keys(CASES),
  figures: [
    { id: 'p99', title: 'p99 ms', better: 'less', digits: 1 },
    { id: 'p50', title: 'p50 ms', better: 'less', digits: 1 },
    { id: 'slowest', title: 'slowest ms', better: 'less', digits: 1 },
    { id: 'delay', title: 'event-loop delay p99 ms', better: 'less', digits: 1 },
    { id: 'cpu', title: 'server ms per call', better: 'less', digits: 1 },
    { id: 'calls', title: 'calls', better: 'more', digits: 0 },
  ],
  contestants: ['sticky'],
  targets: [
    { figure: 'p99', of: 'sticky', bound: 10, in: 'list, of all' },
    { figure: 'p99', of: 'sticky', bound: 10, in: 'list, of 200' },
    { figure: 'p99', of: 'sticky', bound: 50, in: 'search, of all' },
    { figure: 'p99', of: 'sticky', bound: 50, in: 'search, of 200' },
    { figure: 'delay', of: 'sticky', bound: 10, in: 'search, of all' },
    { figure: 'delay', of: 'sticky', bound: 10, in: 'search, of 200' },
  ],
  run: async ({ case: name, warmUp, duration, profileTo }) => {
    const { reader, calls } = CASES[name] ?? { reader: '', calls: [] }
    const library = await borrowLibrary(DOCUMENTS)
    try {
      const { program, api } = await startOn(library.folder)
      try {
        const caller = api.as(reader)
        const corpus = libraryCorpus()
        await timed(caller, calls, corpus, warmUp)
        if (profileTo !== null) await program.startProfile()
        const before = processorTime(program.pid)
        const from = Date.now()
        const times = await timed(caller, calls, corpus, duration)
        const { p99: delay } = await program.read(from, Date.now())
        const cpu = ((processorTime(program.pid) - before) * 1_000) / times.length
        if (profileTo !== null) await program.stopProfile(profileTo)
        return { ...readings(times), delay, cpu }
      } finally {
        await program.stop()
      }
    } finally {
      library.giveBack()
    }
  },
}

/** How long each call took, ms: all kinds in turn, for so long. */
const timed = async (
  api: Client,
  calls: readonly Call[],
  corpus: Corpus,
  duration: number,
): Promise<number[]> => {
  const times: number[] = []
  const end = performance.now() + duration
  while (performance.now() < end) {
    for (const call of calls) {
      const began = performance.now()
      await call(api, corpus)
      times.push(performance.now() - began)
    }
  }
  return times
}

const readings = (times: readonly number[]): Record<string, number> => {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? NaN
  return { p99: at(0.99), p50: at(0.5), slowest: at(1), calls: sorted.length }
}
