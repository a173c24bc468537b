import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Client } from '@sticky/shared/api/client'
import { prepareProgram, startVictim } from './soak/program.ts'
import { openStore } from '../sync-server/src/store/open.ts'
import { corpusOf, pick, randomOf } from './w14/corpus.ts'
import type { Corpus } from './w14/corpus.ts'
import { fill } from './w14/fill.ts'

/**
 * W14: create, list and search over HTTP, one call after the other, in a store of many documents. A librarian may
 * read all of them, a member one in 500. `--data`: a folder to keep, so that filling it once is enough.
 */
const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '100000' },
    calls: { type: 'string', default: '200' },
    seed: { type: 'string', default: '14' },
    data: { type: 'string' },
  },
})

const PASSWORD = 'correct horse battery'

type Call = (client: Client) => Promise<unknown>

/** What is asked, each time with other words. */
const workloads = (corpus: Corpus, random: () => number): Record<string, () => Call> => {
  const misspelt = (word: string): string => {
    const at = 1 + Math.floor(random() * (word.length - 1))
    return word.slice(0, at) + pick(random, ['a', 'e', 't', 's', '']) + word.slice(at + 1)
  }
  const long = (): string => {
    let word = corpus.word()
    while (word.length < 5) word = corpus.word()
    return word
  }
  const search =
    (q: string, more = {}): Call =>
    (client) =>
      client.search({ q, ...more })
  return {
    'search: one word': () => search(corpus.word()),
    'search: two words': () => search(`${corpus.word()} ${corpus.word()}`),
    'search: three words': () => search(`${corpus.word()} ${corpus.word()} ${corpus.word()}`),
    'search: beginning of a word': () => search(long().slice(0, 2 + Math.floor(random() * 3))),
    'search: inside of a word': () => search(long().slice(1, 5)),
    'search: a typo': () => search(misspelt(long())),
    'search: two words, a typo': () => search(`${corpus.word()} ${misspelt(long())}`),
    'search: nothing like it': () => search(`${long()}${long()}`),
    'search: one word, by modified': () => search(corpus.word(), { sort: 'modified' }),
    'search: two words, by creator': () =>
      search(`${corpus.word()} ${corpus.word()}`, { sort: 'creator' }),
    'list: owned': () => (client) => client.listDocuments({}),
    'list: shared': () => (client) => client.listDocuments({ scope: 'shared' }),
    'list: by title': () => (client) => client.listDocuments({ sort: 'title' }),
    'list: by creator': () => (client) =>
      client.listDocuments({ scope: 'shared', sort: 'creator' }),
    create: () => (client) =>
      client.createDocument({ title: corpus.title(), content: corpus.text(2_000) }),
  }
}

const measure = async (client: Client, next: () => Call, calls: number): Promise<number[]> => {
  const times: number[] = []
  for (let i = 0; i < calls; i += 1) {
    const call = next()
    const began = performance.now()
    await call(client)
    times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)
}

const at = (sorted: readonly number[], share: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)

const report = (name: string, times: readonly number[]): void =>
  console.log(
    `${name.padEnd(45)} p50 ${at(times, 0.5).padStart(7)} ms   p99 ${at(times, 0.99).padStart(7)} ms`,
  )

const folder = values.data ?? mkdtempSync(join(tmpdir(), 'sticky-w14-'))
const databasePath = join(folder, 'sticky.db')
const isFilled = existsSync(databasePath)
const recipe = prepareProgram()
const random = randomOf(Number(values.seed))
const corpus = corpusOf(random)
const signIn = async (baseUrl: string, username: string, register = false): Promise<Client> => {
  const login = { username, password: PASSWORD }
  const nobody = new Client({ baseUrl, fetch, token: () => undefined })
  if (register) await nobody.createUser(login)
  const { token } = await nobody.createSession(login)
  return new Client({ baseUrl, fetch, token: () => token })
}

let server = await startVictim(recipe, folder)
const names = ['librarian', 'member'] as const
if (!isFilled) {
  const [librarian, member] = await Promise.all(
    names.map(async (name) => (await (await signIn(server.url, name, true)).me()).id),
  )
  await server.kill()
  const store = await openStore({ databasePath })
  await fill(
    store,
    { librarian: librarian ?? '', member: member ?? '' },
    corpus,
    Number(values.documents),
  )
  await store.close()
  server = await startVictim(recipe, folder)
}
try {
  for (const name of names) {
    const client = await signIn(server.url, name)
    const all: number[] = []
    for (const [what, next] of Object.entries(workloads(corpus, random))) {
      const times = await measure(client, next, Number(values.calls))
      if (what.startsWith('search')) all.push(...times)
      report(`${name}, ${what}`, times)
    }
    report(
      `${name}, all searches`,
      all.sort((a, b) => a - b),
    )
  }
} finally {
  await server.kill()
  recipe.dispose()
  if (values.data === undefined) rmSync(folder, { recursive: true, force: true })
}
