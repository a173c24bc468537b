import { pino } from 'pino'
import { readConfig } from './config.ts'
import { startSandbox } from './sandbox.ts'

const logger = pino({ name: 'sandbox' })

try {
  const sandbox = await startSandbox({ ...readConfig(), logger })
  logger.info({ urls: sandbox.urls }, 'ready')
  process.send?.({ ready: true, urls: sandbox.urls })
  const stop = () => {
    void sandbox.close().then(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  // The parent died: without it nobody would stop us.
  process.once('disconnect', stop)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
