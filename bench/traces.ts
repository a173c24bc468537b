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
const FORM = 1

/** Edits, and who made them, of a trace that is not there. */
const SYNTHETIC = { edits: 20_000, agents: 2 }
const LETTERS = ['e', 't', 'a', 'o', 'i', 'n', ' ']

export const TRACE_NAMES = ['automerge-paper', 'friendsforever', 'clownschool'] as const
export type TraceName = (typeof TRACE_NAMES)[number]

/**
 * What people typed, as Yjs updates (V1) of the root text `content`: one for each edit, each after those it builds
 * on. `clients[i]` wrote `updates[i]`. `text`: what they come to. `real`: false for one made up with a seed.
 */
export type Trace = { real: boolean; updates: Uint8Array[]; clients: number[]; text: string }

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
    .update(packed ?? JSON.stringify(SYNTHETIC))
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
  const trace: Trace = { real: true, updates: [], clients: [], text: '' }
  const authors = new Map<number, { doc: Y.Doc; known: Set<number> }>()
  for (const [i, { agent = 0, parents, patches }] of txns.entries()) {
    const author = authors.get(agent) ?? { doc: authorsDocument(agent), known: new Set() }
    authors.set(agent, author)
    if (kind === 'concurrent') learn(author, parents ?? [], txns, trace.updates)
    trace.updates.push(edit(author.doc, patches))
    trace.clients.push(author.doc.clientID)
    author.known.add(i)
  }
  trace.text = textOf(trace.updates)
  if (trace.text !== endContent)
    throw new Error('The trace does not come to the text that it promises. Fetch it again.')
  return trace
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

const textOf = (updates: readonly Uint8Array[]): string => {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  return doc.getText(TEXT).toString()
}

/** Two people who type mostly where they typed last, and delete a fifth of it; the same for the same name. */
const madeUp = (name: TraceName): Trace => {
  const random = new Random(TRACE_NAMES.indexOf(name) + 1)
  const trace: Trace = { real: false, updates: [], clients: [], text: '' }
  const docs = Array.from({ length: SYNTHETIC.agents }, (_, agent) => authorsDocument(agent))
  const cursors = docs.map(() => 0)
  for (let i = 0; i < SYNTHETIC.edits; i += 1) {
    const who = random.below(docs.length)
    const doc = docs[who]
    if (doc === undefined) continue
    const { length } = doc.getText(TEXT)
    let at = random.chance(0.02) ? random.below(length + 1) : Math.min(cursors[who] ?? 0, length)
    const isDelete = at > 0 && random.chance(0.2)
    const update = edit(doc, isDelete ? [[at - 1, 1, '']] : [[at, 0, random.pick(LETTERS)]])
    at += isDelete ? -1 : 1
    cursors[who] = at
    for (const other of docs) if (other !== doc) Y.applyUpdate(other, update)
    trace.updates.push(update)
    trace.clients.push(doc.clientID)
  }
  return { ...trace, text: textOf(trace.updates) }
}
