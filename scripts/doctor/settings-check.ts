import { readConfig as readBotConfig } from '../../bot/src/config.ts'
import { readConfig as readServerConfig } from '../../sync-server/src/config.ts'
import { readSettings } from '../settings.ts'
import { failed, ok, Trouble, warning } from './finding.ts'
import type { Finding } from './finding.ts'

const PAGE = 'docs/discord-setup.md'

/** What the other checks need to know. */
export type Setup = {
  apiBase: string
  applicationId: string
  token: string
  clientSecret: string
  /** Where the bot finds the server. */
  apiUrl: string
  /** The address that people and Discord use; null where it is not set. */
  publicUrl: string | null
  /** No credentials are set: Discord is the sandbox. */
  isSandbox: boolean
  /** Nothing of these may be printed. */
  secrets: string[]
}

/** The settings as `npm start` would use them. Throws a {@link Trouble} when it would not start with them. */
export const readSetup = (env: NodeJS.ProcessEnv): { setup: Setup; findings: Finding[] } => {
  const { common, sandbox } = attempt(() => readSettings(env))
  const whole = { ...env, ...common }
  const bot = attempt(() => readBotConfig(whole))
  const server = attempt(() => readServerConfig(whole))
  const clientSecret = server.discord?.clientSecret ?? ''
  const setup: Setup = {
    apiBase: bot.discordApi,
    applicationId: bot.clientId,
    token: bot.discordToken,
    clientSecret,
    apiUrl: bot.apiUrl,
    publicUrl: server.publicUrl,
    isSandbox: sandbox !== null,
    secrets: [bot.discordToken, clientSecret, bot.serviceToken],
  }
  const findings = [
    sandbox === null ? ok('All three credentials of Discord are set') : NO_CREDENTIALS,
    ...tokenFindings(setup.token),
    ...apiFindings(setup),
  ]
  return { setup, findings }
}

const NO_CREDENTIALS = warning(
  'No credentials of Discord are set: `npm start` runs with the sandbox, and that is what is looked at here',
  `For the real Discord follow ${PAGE}.`,
)

const attempt = <T>(read: () => T): T => {
  try {
    return read()
  } catch (error) {
    throw new Trouble(
      error instanceof Error ? error.message : String(error),
      '.env.example and README.md say what each setting is.',
    )
  }
}

const tokenFindings = (token: string): Finding[] => {
  const where = `Copy it from the Developer Portal, page Bot, button "Reset Token" (${PAGE}).`
  if (/^Bot\s/i.test(token))
    return [failed('DISCORD_TOKEN begins with the word "Bot"', 'Leave that word away.')]
  if (/\s/.test(token)) return [failed('DISCORD_TOKEN has blanks in it', where)]
  if (token.split('.').length !== 3)
    return [failed('DISCORD_TOKEN is no bot token: that has three parts with dots between', where)]
  return []
}

const apiFindings = ({ apiBase, isSandbox }: Setup): Finding[] =>
  isSandbox || new URL(apiBase).hostname === 'discord.com'
    ? []
    : [
        warning(
          `DISCORD_API_BASE is ${apiBase}, which is not Discord`,
          'Take that line out of .env unless you mean it.',
        ),
      ]
