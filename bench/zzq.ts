import { corpusOf, pick, randomOf } from './w14/corpus.ts'
import { openStore } from '../sync-server/src/store/open.ts'
import { excerptOf } from '../sync-server/src/documents/excerpt.ts'
import Database from 'better-sqlite3'
const path = '/tmp/proto/w2/sticky.db'
const raw = new Database(path, { readonly: true })
const ids = Object.fromEntries(raw.prepare('select username, id from users').all().map((r: any) => [r.username, r.id])) as Record<string,string>
raw.close()
const store = await openStore({ databasePath: path })
const random = randomOf(14); const corpus = corpusOf(random)
const long = () => { let w = corpus.word(); while (w.length < 5) w = corpus.word(); return w }
const misspelt = (w: string) => { const at = 1+Math.floor(random()*(w.length-1)); return w.slice(0,at)+pick(random,['a','e','t','s',''])+w.slice(at+1) }
const kinds: Record<string, () => [string, object?]> = {
  one: () => [corpus.word()], two: () => [`${corpus.word()} ${corpus.word()}`], three: () => [`${corpus.word()} ${corpus.word()} ${corpus.word()}`],
  begin: () => [long().slice(0, 2+Math.floor(random()*3))], inside: () => [long().slice(1,5)], typo: () => [misspelt(long())], 'two typo': () => [`${corpus.word()} ${misspelt(long())}`],
  nothing: () => [long()+long()], 'one modified': () => [corpus.word(), {sort:'modified'}], 'two creator': () => [`${corpus.word()} ${corpus.word()}`, {sort:'creator'}],
}
const cpu = () => { const {user,system}=process.cpuUsage(); return (user+system)/1000 }
for (const who of ['librarian','member']) for (const [kind, next] of Object.entries(kinds)) {
  const times: [number,string,number][] = []; let ex = 0
  for (let i=0;i<150;i++) { const [text, more] = next(); const a=cpu(); const hits = await store.search.find({userId:ids[who]!, reach:new Map([[`user:${ids[who]}`,'own']]), text, createdBy:null, sharedBy:null, sharedWith:null, sort:'relevance', order:'desc', limit:21, after:null, ...more} as never); const b = cpu(); times.push([b-a, text, hits.length]); for (const h of hits) excerptOf(h.row.title, h.text, text); ex += cpu()-b }
  times.sort((a,b)=>a[0]-b[0])
  console.log(who.padEnd(10), kind.padEnd(14), 'p50', times[75]![0].toFixed(1).padStart(6), 'p90', times[135]![0].toFixed(1).padStart(6), 'p99', times[148]![0].toFixed(1).padStart(6), 'max', times[149]![0].toFixed(1), '| excerpts', (ex/150).toFixed(1), '| worst', times.slice(-3).map(([t,q,n])=>`${q} (${n})`).join(', '))
}
await store.close()
