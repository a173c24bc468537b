/**
 * Loaded before the program of a contestant (`--import`), which is otherwise as it always is: notes how long its
 * event loop is held up, and on request what its time goes to. JavaScript, since it has to run on any Node without help.
 */
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** How often the event loop is looked at, ms. */
const EVERY = 10

/** The latest so many looks: 10 minutes. A probe must not grow in a server that is watched for growing. */
const KEPT = 60_000
/** When (ms since 1970), and how much later than it should have been (ms). */
const times = new Float64Array(KEPT)
const delays = new Float64Array(KEPT)
let count = 0
let last = performance.now()
setInterval(() => {
  const now = performance.now()
  times[count % KEPT] = Date.now()
  delays[count % KEPT] = Math.max(0, now - last - EVERY)
  count += 1
  last = now
}, EVERY).unref()

/**
 * What 99 of 100 events that come at any time between `from` and `to` wait at most: a stall counts for each event
 * that would have come meanwhile, as HdrHistogram corrects what it was not there to see.
 */
const delayBetween = (from, to) => {
  const waits = []
  for (let look = Math.max(0, count - KEPT); look < count; look += 1) {
    const [at, delay] = [times[look % KEPT], delays[look % KEPT]]
    if (at < from || at - delay > to) continue
    waits.push(delay)
    for (let wait = delay - EVERY; wait > 0; wait -= EVERY) waits.push(wait)
  }
  waits.sort((a, b) => a - b)
  return waits[Math.floor(waits.length * 0.99)] ?? 0
}

const session = new Session()

/** After it the collector has nothing left to do, and the system has its pages back. */
const collected = async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  for (let i = 0; i < 3; i += 1) {
    collect()
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, used: heapUsed + external }
}

const answers = {
  read: ({ from, to }) => ({ p99: delayBetween(from, to), rss: process.memoryUsage.rss() }),
  memory: collected,
  startProfile: async () => {
    session.connect()
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: 200 })
    await session.post('Profiler.start')
  },
  stopProfile: async ({ file }) => {
    const { profile } = await session.post('Profiler.stop')
    session.disconnect()
    writeFileSync(file, JSON.stringify(profile))
  },
}

const reply = async (question) => {
  const answer = answers[question?.probe]
  if (answer !== undefined) process.send({ probed: (await answer(question)) ?? null })
}

process.on('message', (question) => void reply(question))
process.once('disconnect', () => setTimeout(() => process.exit(0), 3_000))
