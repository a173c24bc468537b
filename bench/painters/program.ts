/** Paints for one run, in a process of its own: `program.ts <painter>`, and then what comes as a message. */
import { hostileTexts } from '../../sync-server/src/preview/golden/hostile.ts'
import { usualCard } from './cards.ts'
import { processorTime } from '../processor-time.ts'
import { residentBytes } from '../memory.ts'
import type { OpenPainter, Painter } from './painter.ts'

export type Job = { warmUp: number; duration: number; hostile: boolean }

/** Times in ms, bytes. `hostile`: processor ms of the dearest text, NaN if that was not asked for. */
export type Painted = {
  times: number[]
  processor: number
  png: number
  rss: number
  hostile: number
}

/** Each hostile text is painted so often; the median counts, as the first time reads fonts and emoji. */
const HOSTILE_TIMES = 3

const usual = async (painter: Painter, duration: number, from: number) => {
  const times: number[] = []
  const sizes: number[] = []
  const end = performance.now() + duration
  while (performance.now() < end) {
    const view = usualCard(from + times.length)
    const began = performance.now()
    const png = await painter.paint(view)
    times.push(performance.now() - began)
    sizes.push(png.length)
  }
  return { times, sizes }
}

const processorOf = (pids: readonly number[]): number =>
  pids.reduce((total, pid) => total + processorTime(pid), 0) * 1000

const residentOf = (pids: readonly number[]): number =>
  pids.reduce((total, pid) => total + residentBytes(pid), 0)

/** The dearest of the hostile texts, processor ms. */
const dearest = async (painter: Painter): Promise<number> => {
  let most = 0
  for (const text of Object.values(hostileTexts)) {
    const costs: number[] = []
    for (let i = 0; i < HOSTILE_TIMES; i += 1) {
      const before = process.cpuUsage()
      await painter.paint({ ...usualCard(i), text, kind: 'chat' })
      const { user, system } = process.cpuUsage(before)
      costs.push((user + system) / 1000)
    }
    most = Math.max(most, costs.sort((a, b) => a - b)[1] ?? 0)
  }
  return most
}

const paint = async (painter: Painter, job: Job): Promise<Painted> => {
  const pids = [process.pid, ...(painter.pids?.() ?? [])]
  const warm = await usual(painter, job.warmUp, 0)
  const before = processorOf(pids)
  const { times, sizes } = await usual(painter, job.duration, warm.times.length)
  return {
    times,
    processor: (processorOf(pids) - before) / times.length,
    png: sizes.reduce((total, size) => total + size, 0) / sizes.length,
    rss: residentOf(pids),
    hostile: job.hostile ? await dearest(painter) : NaN,
  }
}

const tell = (message: object): Promise<void> =>
  new Promise((resolve) => process.send?.(message, () => resolve()))

const serve = async (id: string, job: Job): Promise<void> => {
  let painter: Painter | null = null
  try {
    const { openPainter } = (await import(`./${id}.ts`)) as { openPainter: OpenPainter }
    painter = await openPainter()
    await tell({ painted: await paint(painter, job) })
  } catch (error) {
    await tell({ failed: error instanceof Error ? error.message : String(error) })
  } finally {
    await painter?.close?.()
    process.exit()
  }
}

const [, , id = ''] = process.argv
process.once('message', (job: Job) => void serve(id, job))
