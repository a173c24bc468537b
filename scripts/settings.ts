import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'

/** The stand-in's application: well-known, since it opens nothing but the stand-in on this machine. */
const SANDBOX = {
  applicationId: '1100000000000000001',
  botToken: 'sandbox.bot.token',
  clientSecret: 'sandbox-client-secret',
} as const

const CREDENTIALS = ['DISCORD_TOKEN', 'DISCORD_CLIENT_ID', 'DISCORD_CLIENT_SECRET'] as const

type Env = Record<string, string>

export type Settings = {
  /** What every program gets on top of the environment. */
  common: Env
  /** The stand-in's own settings; null with real Discord. */
  sandbox: Env | null
  addresses: { app: string; sandbox: string | null }
}

/**
 * What `npm start` runs with: real Discord when all three of its credentials are set, else the stand-in. Throws
 * when only some of them are.
 */
export const readSettings = (env: NodeJS.ProcessEnv): Settings => {
  const port = env['PORT'] || '3000'
  const app = `http://localhost:${port}`
  const dataDir = resolve(env['DATA_DIR'] || './data')
  const common = {
    API_URL: env['API_URL'] || app,
    DATA_DIR: dataDir,
    LOG_LEVEL: env['LOG_LEVEL'] || 'warn',
    SERVICE_TOKEN: env['SERVICE_TOKEN'] || randomBytes(32).toString('hex'),
  }
  const set = CREDENTIALS.filter((name) => env[name])
  if (set.length === CREDENTIALS.length)
    return { common, sandbox: null, addresses: { app, sandbox: null } }
  if (set.length > 0) {
    const missing = CREDENTIALS.filter((name) => !env[name])
    throw new Error(
      `${set.join(' and ')} ${set.length === 1 ? 'is' : 'are'} set, ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing. Set all three in .env for real Discord, or none for the sandbox.`,
    )
  }
  return withSandbox(env, common, app, dataDir)
}

const withSandbox = (
  env: NodeJS.ProcessEnv,
  common: Env,
  app: string,
  dataDir: string,
): Settings => {
  const clientPort = env['SANDBOX_CLIENT_PORT'] || '3333'
  const apiPort = env['SANDBOX_API_PORT'] || '3334'
  const client = `http://localhost:${clientPort}`
  return {
    common: {
      ...common,
      DISCORD_API_BASE: `http://localhost:${apiPort}/api`,
      DISCORD_TOKEN: SANDBOX.botToken,
      DISCORD_CLIENT_ID: SANDBOX.applicationId,
      DISCORD_CLIENT_SECRET: SANDBOX.clientSecret,
      FRAME_ANCESTORS: client,
    },
    sandbox: {
      SANDBOX_DATA_DIR: `${dataDir}/sandbox`,
      SANDBOX_APPLICATION_ID: SANDBOX.applicationId,
      SANDBOX_APPLICATION_NAME: 'Sticky',
      SANDBOX_BOT_TOKEN: SANDBOX.botToken,
      SANDBOX_CLIENT_SECRET: SANDBOX.clientSecret,
      SANDBOX_ACTIVITY_TARGET: app,
    },
    addresses: { app, sandbox: client },
  }
}
