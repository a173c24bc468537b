import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startOn } from '../contestants/sticky.ts'
import { Folder } from '../folder.ts'
import { residentBytes } from '../memory.ts'
import { worldCard } from '../painters/cards.ts'
import type { Job, Painted } from '../painters/program.ts'
import { childrenOf } from '../processor-time.ts'
import { subjectOf } from '../sticky-store.ts'
import type { Workload } from '../workload.ts'

const PROGRAM = join(import.meta.dirname, '../painters/program.ts')
/** Cards that one renderer draws, for its memory. */
const CARDS = 2_000
/** Documents that are renamed in turn, one for each of the scripts and kinds of text at least. */
const DOCUMENTS = 13

export const w11: Workload = {
  id: 'w11',
  title: 'The picture of a card: 1200 x 630 pixels',
  expectation:
    'A layout of our own does only what a card needs, and a palette makes the PNG, the dearest part, a third of the ' +
    'bytes in a third of the time: so 3 times as fast as node-canvas, 5 times as fast as a page of Chromium or ' +
    'satori with resvg. The relay only passes pictures on, so its event loop stays free.',
  cases: ['usual documents: marks, tasks, a table, code, emoji'],
  figures: [
    { id: 'processor', title: 'processor ms', better: 'less', digits: 1 },
    { id: 'p50', title: 'p50 ms', better: 'less', digits: 1 },
    { id: 'p99', title: 'p99 ms', better: 'less', digits: 1 },
    { id: 'png', title: 'KB of PNG', better: 'less', digits: 1 },
    { id: 'rss', title: 'MB resident', better: 'less', digits: 0 },
    { id: 'grown', title: 'MB grown in the second 1,000 of 2,000', better: 'less', digits: 0 },
    { id: 'largest', title: 'KB of the largest of these', better: 'less', digits: 0 },
    { id: 'relay', title: 'event loop of the relay meanwhile, p99 ms', better: 'less', digits: 1 },
    { id: 'hostile', title: 'the dearest hostile text, processor ms', better: 'less', digits: 0 },
  ],
  contestants: ['resvg', 'node-canvas', 'chromium', 'sticky'],
  targets: [
    { figure: 'processor', of: 'sticky', against: 'node-canvas', bound: 0.5 },
    { figure: 'processor', of: 'sticky', against: 'resvg', bound: 0.25 },
    { figure: 'processor', of: 'sticky', against: 'chromium', bound: 0.25 },
    { figure: 'p50', of: 'sticky', bound: 15 },
    { figure: 'p99', of: 'sticky', bound: 100 },
    { figure: 'png', of: 'sticky', bound: 40 },
    { figure: 'largest', of: 'sticky', bound: 120 },
    { figure: 'rss', of: 'sticky', bound: 250 },
    { figure: 'grown', of: 'sticky', bound: 10 },
    { figure: 'relay', of: 'sticky', bound: 10 },
    { figure: 'hostile', of: 'sticky', bound: 150 },
  ],
  run: async ({ contestant, warmUp, duration }) => {
    const isOurs = contestant.id === 'sticky'
    const { times, ...painted } = await paint(contestant.id, { warmUp, duration, hostile: isOurs })
    times.sort((a, b) => a - b)
    const at = (share: number): number => times[Math.floor(times.length * share)] ?? NaN
    const { processor, png, rss, hostile } = painted
    const figures = { p50: at(0.5), p99: at(0.99), processor, png: png / 1000, rss: rss / 1e6 }
    return isOurs ? { ...figures, hostile, ...(await inTheServer()) } : figures
  },
}

const paint = (id: string, job: Job): Promise<Painted> =>
  new Promise((resolve, reject) => {
    const program = fork(PROGRAM, [id], { execArgv: ['--import', 'tsx'] })
    program.send(job)
    program.on('message', (message: { painted?: Painted; failed?: string }) => {
      if (message.painted !== undefined) resolve(message.painted)
      if (message.failed !== undefined) reject(new Error(message.failed))
    })
    program.once('exit', (code) => reject(new Error(`the painter ended with ${code}`)))
  })

/** As people meet it: the server with its own renderer, from which somebody fetches one card after the other. */
const inTheServer = async (): Promise<Record<string, number>> => {
  const folder = new Folder()
  const { program, api } = await startOn(folder.path)
  try {
    const { id } = await api.putIdentity(subjectOf(0), 'Ada Lovelace')
    const ada = api.as(id)
    const documents: string[] = []
    for (let i = 0; i < DOCUMENTS; i += 1) {
      const { title, text } = worldCard(i)
      documents.push((await ada.createDocument({ title, content: text })).id)
    }
    const began = Date.now()
    let [half, largest] = [0, 0]
    for (let i = 0; i < CARDS; i += 1) {
      const document = documents[i % DOCUMENTS] ?? ''
      await ada.renameDocument(document, `Plan number ${i}`)
      largest = Math.max(largest, (await ada.cardImage(document)).length)
      if (i === CARDS / 2) half = rendererBytes(program.pid)
    }
    const { p99 } = await program.read(began, Date.now())
    const rss = rendererBytes(program.pid)
    return { rss: rss / 1e6, grown: (rss - half) / 1e6, largest: largest / 1000, relay: p99 }
  } finally {
    await program.stop()
    folder.remove()
  }
}

/** Resident memory of the process that draws for a server. */
const rendererBytes = (server: number): number => {
  const renderer = childrenOf(server).find((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0').includes('preview'),
  )
  if (renderer === undefined) throw new Error('the server has no process that draws')
  return residentBytes(renderer)
}
