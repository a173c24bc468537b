import { z } from 'zod'

const APP = 'discord.com/developers, your application'
const DISCORD_API = 'https://discord.com/api'

/** An http(s) address; without the slash at its end, so that paths can be appended. */
const webAddress = (example: string) =>
  z
    .url({ protocol: /^https?$/, error: `must be an http(s) address such as ${example}` })
    .transform((url) => url.replace(/\/+$/, ''))
const address = (fallback: string) => webAddress(fallback).default(fallback)

const secret = (whatToDo: string) => z.string(whatToDo).trim().min(1, whatToDo)

const Settings = z.object({
  DISCORD_TOKEN: secret(`is missing; copy the token from ${APP}, page Bot`),
  DISCORD_CLIENT_ID: z
    .string(`is missing; copy the application id from ${APP}`)
    .regex(/^\d{17,20}$/, `must be the application id (17 to 20 digits) from ${APP}`),
  DISCORD_API_BASE: address(DISCORD_API),
  API_URL: address('http://localhost:3000'),
  PUBLIC_URL: webAddress('https://sticky.example.org').optional(),
  SERVICE_TOKEN: secret('is missing; use the same secret as the server'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
})

/**
 * What the bot is told from outside. `discordCdn` is null on real Discord: its own host serves
 * pictures.
 */
export type Config = {
  discordToken: string
  clientId: string
  discordApi: string
  discordCdn: string | null
  apiUrl: string
  /** Where people find the server: the addresses of links begin so. */
  publicUrl: string
  serviceToken: string
  logLevel: z.infer<typeof Settings>['LOG_LEVEL']
}

/**
 * Every mistake at once, one a line, each with what to do; never a value, since it may be a secret.
 */
export class ConfigError extends Error {}

/**
 * Reads the settings; nothing else in the bot reads the environment. Throws a {@link ConfigError}.
 */
export const readConfig = (env: Record<string, string | undefined> = process.env): Config => {
  const read = Settings.safeParse(withoutBlanks(env))
  if (!read.success) throw new ConfigError(explain(read.error))
  const settings = read.data
  return {
    discordToken: settings.DISCORD_TOKEN,
    clientId: settings.DISCORD_CLIENT_ID,
    discordApi: settings.DISCORD_API_BASE,
    discordCdn: cdnOf(settings.DISCORD_API_BASE),
    apiUrl: settings.API_URL,
    publicUrl: settings.PUBLIC_URL ?? settings.API_URL,
    serviceToken: settings.SERVICE_TOKEN,
    logLevel: settings.LOG_LEVEL,
  }
}

/** `NAME=` in an .env file means "not set", so the default applies. */
const withoutBlanks = (env: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )

const cdnOf = (api: string): string | null => {
  const { hostname, origin } = new URL(api)
  return hostname === 'discord.com' ? null : origin
}

const explain = (error: z.ZodError): string =>
  [
    'The bot cannot start; correct these settings (.env.example explains them):',
    ...error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`),
  ].join('\n')
