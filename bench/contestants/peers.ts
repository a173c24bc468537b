import { execFileSync } from 'node:child_process'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Wire } from '../load/plan.ts'
import { newNames, seatsByName } from './by-name.ts'
import type { Contestant } from './contestant.ts'
import { ServerProcess } from './server-process.ts'

const PEERS = join(import.meta.dirname, '../peers')

/** How long one takes to store and forget a document that nobody is in, ms. */
const UNLOADS_WITHIN = 300

/** The Node that Hocuspocus 4 needs at least. */
const NEWER = 22

const isInstalled = (): boolean => {
  const mark = join(PEERS, 'node_modules/.package-lock.json')
  const lock = join(PEERS, 'package-lock.json')
  return existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs
}

/** Without what npm tells its scripts, which is about another package. */
const withoutNpm = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')))

/** Installs the peers into bench/peers, unless they are there. */
export const installPeers = async (): Promise<void> => {
  if (isInstalled()) return
  console.log('Installing the other servers into bench/peers (npm ci, some 200 MB, once) …')
  try {
    execFileSync('npm', ['ci'], { cwd: PEERS, env: withoutNpm(), stdio: 'pipe' })
  } catch (cause) {
    throw new Error(
      'npm ci failed in bench/peers. Run it there to see why, or leave these servers out: --peers f1,f2,sticky',
      { cause },
    )
  }
}

/** A Node that is new enough: the one in bench/peers, or else the one that runs this. */
const newerNode = (): string => {
  const file = join(PEERS, `node_modules/node-${process.platform}-${process.arch}/bin/node`)
  if (existsSync(file)) return file
  if (Number(process.versions.node.split('.')[0]) >= NEWER) return process.execPath
  throw new Error(
    `hp4 needs Node ${NEWER} or newer, and bench/peers has none for ${process.platform}-${process.arch}. ` +
      'Run the benchmarks with such a Node, or leave it out with --peers.',
  )
}

type Peer = { id: string; title: string; program: string; wire: Wire; newer?: boolean }

const peer = ({ id, title, program, wire, newer = false }: Peer): Contestant => ({
  id,
  title,
  prepare: installPeers,
  start: async ({ folder } = {}) => {
    const command = {
      args: [join(PEERS, program)],
      env: folder === undefined ? {} : { FOLDER: folder },
    }
    const process = await ServerProcess.start(newer ? { ...command, node: newerNode() } : command)
    return {
      process,
      ...seatsByName(process, wire),
      settle: () => pause(UNLOADS_WITHIN),
      stop: () => process.stop(),
    }
  },
  layDocuments: async (folder, update, count) => {
    const names = newNames(count)
    for (const name of names) writeFileSync(join(folder, name), update)
    return names
  },
  keptBytes: async (folder, document) => statSync(join(folder, document)).size,
})

/**
 * Other people's servers. They keep their documents in memory only, which is their default; in a folder, where they
 * are given one, as their own packages for storage do: the whole document, some time after an edit and when the last
 * one leaves. A plain file is faster than what those packages write to.
 */
export const peers: readonly Contestant[] = [
  peer({
    id: 'hp3',
    title: 'Hocuspocus 3.4.3',
    program: 'hocuspocus-3.js',
    wire: 'hocuspocus',
  }),
  peer({
    id: 'hp4',
    title: 'Hocuspocus 4.7.0, Node 24',
    program: 'hocuspocus-4.js',
    wire: 'hocuspocus',
    newer: true,
  }),
  peer({
    id: 'yws',
    title: '@y/websocket-server 0.1.1',
    program: 'y-websocket.js',
    wire: 'plain',
  }),
]
