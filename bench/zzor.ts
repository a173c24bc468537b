import Database from 'better-sqlite3'
const db = new Database('/tmp/proto/w2/sticky.db', { readonly: true })
const lib = db.prepare("select id from users where username='librarian'").pluck().get() as string
const words = db.prepare('select word from search_words order by id limit 20000').pluck().all() as string[]
const st = db.prepare('select rowid from search_index where search_index match ? order by rowid desc limit 21').pluck()
const cpu = () => { const {user,system}=process.cpuUsage(); return (user+system)/1000 }
for (const [from, n] of [[5000, 10],[5000,50],[5000,200],[5000,500],[5000,1000],[5000,2000],[100,1000],[15000,1000]]) {
  const q = `("r:user:${lib}" AND (${words.slice(from, from!+n!).map(w => `"^${w}$"`).join(' OR ')}))`
  const q2 = `("r:user:${lib}" AND "^${words[300]}$" AND (${words.slice(from, from!+n!).map(w => `"^${w}$"`).join(' OR ')}))`
  for (const [name, x] of [['alone', q], ['and common', q2]]) { st.all(x); const a = cpu(); let r = 0; for (let i=0;i<5;i++) r = st.all(x!).length; console.log(from, n, name, r, ((cpu()-a)/5).toFixed(1)) }
}
