import { childBus } from './bus/local/child.ts'
import { LocalBus } from './bus/local/local.ts'
import { readConfig } from './config.ts'
import type { Config } from './config.ts'
import { createLog } from './log.ts'
import type { Logger } from './log.ts'
import { backUp, restore } from './store/backup.ts'
import { giveWay } from './priority.ts'
import { openStore } from './store/open.ts'

/** Where there is not enough processor for all, typing goes before merging. */
const MERGE_NICENESS = 5

/** What any role or command makes, nobody else on the machine may read: it has everybody's text. */
const OWNER_ONLY = 0o077

type Running = { close(): Promise<unknown> }

/** How often merge searches the store for work that no signal told it of, ms. */
const SWEEP_EVERY = 10_000

/** Each loads only what it runs: merge and preview are started beside the server, and again when they end. */
const roles: Record<Config['role'], (config: Config, log: Logger) => Promise<Running>> = {
  all: async (config, log) => {
    const { startServer } = await import('./server.ts')
    const server = await startServer(config, {
      store: await openStore(config),
      bus: new LocalBus(),
      log,
    })
    log.info({ url: server.url }, 'ready')
    process.send?.({ ready: true, url: server.url })
    return server
  },
  merge: async (config, log) => {
    giveWay(MERGE_NICENESS)
    const { MergeWorker } = await import('./merge/worker.ts')
    const bus = childBus()
    const store = await openStore(config)
    const onError = (error: unknown, document: string): void =>
      log.error({ err: error, document }, 'merge failed')
    const { textLength } = config.limits
    const options = { ...config.merge, textLength, sweepEvery: SWEEP_EVERY }
    return new MergeWorker({ store, bus, onError, ...options })
  },
  preview: async () => {
    // loaded only here: the drawing library and its fonts
    const { answerDrawings } = await import('./preview/worker.ts')
    answerDrawings(childBus())
    return { close: async () => {} }
  },
}

/** What is done once, beside a server that runs or not; `file` as it was typed. */
const commands = new Map<string | undefined, (config: Config, file?: string) => Promise<string>>([
  ['backup', async (config, file) => `The backup is ${backUp(config, file)}`],
  [
    'restore',
    async (config, file) => {
      await restore(config, file)
      return 'Restored. Servers that run go on with it within seconds.'
    },
  ],
])

const run = async (): Promise<void> => {
  const [, , what, file] = process.argv
  const command = commands.get(what)
  if (command !== undefined) return console.log(await command(readConfig(process.env), file))
  const config = readConfig(process.env, what)
  const log = createLog(config.logLevel, config.role)
  const running = await roles[config.role](config, log)
  const stop = (): void => {
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)
  if (config.role === 'all') process.once('disconnect', stop)
}

process.umask(OWNER_ONLY)
run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
