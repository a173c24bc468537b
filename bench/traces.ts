import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'
import { Random } from '../sync-server/test/fuzz/random.ts'
import { ROOT } from './report.ts'

/** Real editing traces by josephg, beside the project; they are not ours to copy into it. */
const TRACES = join(ROOT, '../shared/traces')
const TEXT = 'content'
/** Goes up when what is cached changes its form. */
const FORM = 2

/** Of a trace that is not there: about as many edits as it has, and as many people. */
const MADE_UP = {
  'automerge-paper': { edits: 259_778, agents: 1 },
  friendsforever: { edits: 26_000, agents: 2 },
  clownschool: { edits: 23_000, agents: 2 },
}
/** How often a made-up person goes elsewhere, or begins to delete, and how much then at most. */
const GOES = 0.02
const DELETES = 0.02
const DELETED = 20
const LETTERS = ['e', 't', 'a', 'o', 'i', 'n', ' ']

export const TRACE_NAMES = ['automerge-paper', 'friendsforever', 'clownschool'] as const
export type TraceName = (typeof TRACE_NAMES)[number]

/**
 * What people typed, as Yjs updates (V1) of the root text `content`: one for each edit, each after those it builds
 * on. `clients[i]` wrote `updates[i]`. `real`: false for one made up with a seed.
 */
export type Trace = { real: boolean; updates: Uint8Array[]; clients: number[] } & Sum

/** What updates come to: the text, and everything as one update, garbage collected. */
type Sum = { text: string; state: Uint8Array }

/** `parents`: the edits that this one's author knew, by position; none: all before it. */
type Edit = {
  agent?: number
  parents?: number[]
  patches: [at: number, deleted: number, inserted: string][]
}
type Recorded = { kind?: 'concurrent'; endContent: string; txns: Edit[] }

/** Reads a trace; a made-up one where `folder` has none. What it comes to is kept in the system's temporary folder. */
export const readTrace = (name: TraceName, folder = TRACES): Trace => {
  const source = join(folder, `${name}.json.gz`)
  const packed = existsSync(source) ? readFileSync(source) : null
  const version = createHash('sha256')
    .update(packed ?? JSON.stringify([MADE_UP, GOES, DELETES, DELETED]))
    .digest('hex')
    .slice(0, 12)
  const cache = join(tmpdir(), `sticky-trace-${name}-${FORM}-${version}`)
  if (existsSync(cache)) return deserialize(readFileSync(cache)) as Trace
  const trace =
    packed === null
      ? madeUp(name)
      : replay(JSON.parse(gunzipSync(packed).toString('utf8')) as Recorded)
  // whoever reads it meanwhile finds all of it or nothing
  writeFileSync(`${cache}.${process.pid}`, serialize(trace))
  renameSync(`${cache}.${process.pid}`, cache)
  return trace
}

/** One document for each author, which has exactly what its author knew. Throws when it does not come to `endContent`. */
const replay = ({ kind, endContent, txns }: Recorded): Trace => {
  const trace = { updates: [] as Uint8Array[], clients: [] as number[] }
  const authors = new Map<number, { doc: Y.Doc; known: Set<number> }>()
  for (const [i, { agent = 0, parents, patches }] of txns.entries()) {
    const author = authors.get(agent) ?? { doc: authorsDocument(agent), known: new Set() }
    authors.set(agent, author)
    if (kind === 'concurrent') learn(author, parents ?? [], txns, trace.updates)
    trace.updates.push(edit(author.doc, patches))
    trace.clients.push(author.doc.clientID)
    author.known.add(i)
  }
  const sum = sumOf(trace.updates)
  if (sum.text !== endContent)
    throw new Error('The trace does not come to the text that it promises. Fetch it again.')
  return { real: true, ...trace, ...sum }
}

const authorsDocument = (agent: number): Y.Doc => {
  const doc = new Y.Doc()
  doc.clientID = 1_000_000_000 + agent
  return doc
}

/** Brings an author everything that its next edit builds on. */
const learn = (
  { doc, known }: { doc: Y.Doc; known: Set<number> },
  parents: readonly number[],
  txns: readonly Edit[],
  updates: readonly Uint8Array[],
): void => {
  const missing: number[] = []
  const waiting = [...parents]
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (known.has(one)) continue
    known.add(one)
    missing.push(one)
    waiting.push(...(txns[one]?.parents ?? []))
  }
  for (const one of missing.sort((a, b) => a - b))
    Y.applyUpdate(doc, updates[one] ?? new Uint8Array([0, 0]))
}

/** Makes one edit; the update that it is. */
const edit = (doc: Y.Doc, patches: Edit['patches']): Uint8Array => {
  let made = new Uint8Array([0, 0])
  const take = (update: Uint8Array): void => {
    made = new Uint8Array(update)
  }
  doc.once('update', take)
  doc.transact(() => {
    const text = doc.getText(TEXT)
    for (const [at, deleted, inserted] of patches) {
      if (deleted > 0) text.delete(at, deleted)
      if (inserted !== '') text.insert(at, inserted)
    }
  })
  doc.off('update', take)
  return made
}

/** What updates come to. */
export const sumOf = (updates: readonly Uint8Array[]): Sum => {
  const doc = new Y.Doc()
  doc.getText(TEXT)
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  return { text: doc.getText(TEXT).toString(), state: Y.encodeStateAsUpdate(doc) }
}

/** People who type mostly where they typed last, and delete a fifth of it; the same for the same name. */
const madeUp = (name: TraceName): Trace => {
  const random = new Random(TRACE_NAMES.indexOf(name) + 1)
  const trace = { updates: [] as Uint8Array[], clients: [] as number[] }
  const { edits, agents } = MADE_UP[name]
  const people = Array.from({ length: agents }, (_, agent) => ({
    doc: authorsDocument(agent),
    at: 0,
    deleting: 0,
  }))
  for (let i = 0; i < edits; i += 1) {
    const person = random.pick(people)
    const { doc } = person
    const { length } = doc.getText(TEXT)
    person.at = random.chance(GOES) ? random.below(length + 1) : Math.min(person.at, length)
    if (random.chance(DELETES)) person.deleting = 1 + random.below(DELETED)
    const deletes = person.deleting > 0 && person.at > 0
    person.deleting -= 1
    if (deletes) person.at -= 1
    const update = edit(doc, [deletes ? [person.at, 1, ''] : [person.at, 0, random.pick(LETTERS)]])
    if (!deletes) person.at += 1
    for (const other of people) if (other !== person) Y.applyUpdate(other.doc, update)
    trace.updates.push(update)
    trace.clients.push(doc.clientID)
  }
  return { real: false, ...trace, ...sumOf(trace.updates) }
}
