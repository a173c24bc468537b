import { startBot } from './bot.ts'
import type { Bot } from './bot.ts'
import { ConfigError, readConfig } from './config.ts'
import type { Config } from './config.ts'
import { createLog } from './log.ts'

const readOrExit = (): Config => {
  try {
    return readConfig()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    return process.exit(1)
  }
}

const config = readOrExit()
const log = createLog(config.logLevel)
let bot: Bot | undefined

const stop = async (): Promise<void> => {
  await bot?.close()
  process.exit(0)
}
// Ctrl-C, an operator, and the end of the parent that started this.
process.once('SIGINT', () => void stop())
process.once('SIGTERM', () => void stop())
if (process.connected) process.once('disconnect', () => void stop())

try {
  bot = await startBot(config, log)
} catch (err) {
  log.fatal({ err }, 'No connection to Discord. Check DISCORD_TOKEN and DISCORD_API_BASE.')
  process.exit(1)
}
log.info('ready')
process.send?.({ ready: true })

await bot.lost
log.fatal('Discord ended the session for good. Check DISCORD_TOKEN, then start again.')
process.exit(1)
