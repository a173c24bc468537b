import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'

/** `all`: api and relay in this process, merge and preview as its children. */
export const PROGRAM_ROLES = ['all', 'merge', 'preview'] as const
export type ProgramRole = (typeof PROGRAM_ROLES)[number]

const port = z.coerce
  .number('is not a number')
  .int('is not a whole number')
  .min(0, 'is not a port (0 to 65535)')
  .max(65_535, 'is not a port (0 to 65535)')
const amount = (least: number, most: number) => {
  const range = `is not between ${least} and ${most}`
  return z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(least, range)
    .max(most, range)
}
const address = z.url({ protocol: /^https?$/, error: 'is not an http(s) address' })
const yesNo = z
  .enum(['true', 'false'], 'is neither true nor false')
  .transform((value) => value === 'true')

/** An address, a network as `address/bits`, or a name that Express has for the usual ones. */
const isNetwork = (text: string): boolean => {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', bits, ...more] = text.split('/')
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  const inRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
  return most > 0 && inRange && more.length === 0
}

const KIB = 1024
const MIB = 1024 * KIB
const GIB = 1024 * MIB

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** Every setting with its default; `.env.example` documents them in the same order. */
const Settings = z.object({
  ROLE: z.enum(PROGRAM_ROLES, `is none of ${PROGRAM_ROLES.join(', ')}`).default('all'),
  PORT: port.default(3000),
  HOST: z.string().default('localhost'),
  PUBLIC_URL: address.optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^sqlite:.+/, 'is not sqlite:<path>')
    .optional(),
  SERVICE_TOKEN: z
    .string()
    .min(24, 'is shorter than 24 characters; make one with: openssl rand -hex 32')
    .optional(),
  DISCORD_CLIENT_ID: z
    .string()
    .regex(/^\d{17,20}$/, 'is not a Discord application id (17 to 20 digits)')
    .optional(),
  DISCORD_CLIENT_SECRET: z.string().optional(),
  DISCORD_API_BASE: address.default('https://discord.com/api'),
  OPEN_REGISTRATION: yesNo.default(true),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((one) => one.trim()))
    .transform((all) => all.filter((one) => one !== ''))
    .refine((all) => all.every(isNetwork), 'is no list of addresses, like 10.0.0.0/8, loopback'),
  FRAME_ANCESTORS: z
    .string()
    .default('https://discord.com https://ptb.discord.com https://canary.discord.com'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `is none of ${LOG_LEVELS.join(', ')}`).default('info'),
  LIMIT_MESSAGE_BYTES: amount(1_024, 16 * MIB).default(MIB),
  LIMIT_MESSAGES_PER_SECOND: amount(1, 1_000_000).default(500),
  LIMIT_BYTES_PER_SECOND: amount(1_024, GIB).default(4 * MIB),
  LIMIT_MESSAGES_PER_SECOND_PER_USER: amount(1, 10_000_000).default(2_000),
  LIMIT_BYTES_PER_SECOND_PER_USER: amount(1_024, GIB).default(16 * MIB),
  LIMIT_MESSAGES_PER_SECOND_PER_DOCUMENT: amount(1, 10_000_000).default(10_000),
  LIMIT_BYTES_PER_SECOND_PER_DOCUMENT: amount(1_024, GIB).default(32 * MIB),
  LIMIT_CONNECTIONS_PER_USER: amount(1, 1_000_000).default(100),
  LIMIT_CONNECTIONS_PER_LINK: amount(1, 1_000_000).default(1_000),
  LIMIT_CONNECTIONS_PER_DOCUMENT: amount(1, 1_000_000).default(2_000),
  LIMIT_CONNECTIONS: amount(1, 1_000_000).default(20_000),
  LIMIT_CALLS_PER_MINUTE: amount(1, 1_000_000_000).default(1_200),
  LIMIT_TEXT_LENGTH: amount(1_000, 16 * MIB).default(256 * KIB),
  LIMIT_BUFFERED_BYTES: amount(1_024, 64 * MIB).default(MIB),
  MERGE_PAUSE_MS: amount(0, 600_000).default(700),
  MERGE_PATIENCE_MS: amount(0, 600_000).default(3_000),
  HISTORY_DAYS: amount(0, 36_500).default(30),
  VERSION_PAUSE_MS: amount(100, 86_400_000).default(120_000),
  VERSION_PATIENCE_MS: amount(100, 86_400_000).default(600_000),
})

type SharedLimits = { connections: number; messagesPerSecond: number; bytesPerSecond: number }

export type Config = {
  role: ProgramRole
  host: string
  port: number
  publicUrl: string | null
  dataDir: string
  databasePath: string
  keyPath: string
  /** How far the store had come, for noticing that it was restored from a backup. */
  markPath: string
  serviceToken: string | null
  discord: { apiBase: string; clientId: string; clientSecret: string } | null
  openRegistration: boolean
  /** Addresses and networks of proxies in front of this server. */
  trustedProxies: string[]
  frameAncestors: string
  logLevel: string
  limits: {
    messageBytes: number
    messagesPerSecond: number
    bytesPerSecond: number
    connections: number
    /** What all sockets of one person, of one link's guests, and in one document, may have and send together. */
    user: SharedLimits
    guests: SharedLimits
    document: SharedLimits
    /** What one caller may ask of the API in a minute. */
    callsPerMinute: number
    textLength: number
    buffered: number
  }
  merge: {
    pause: number
    patience: number
    keepLogFor: number
    versionPause: number
    versionPatience: number
  }
}

/** All mistakes of the environment at once, each with the setting's name. */
export class ConfigError extends Error {
  constructor(mistakes: readonly string[]) {
    super(
      `The settings have ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:\n${mistakes.map((one) => `  - ${one}`).join('\n')}\nCorrect them in .env or in the environment; .env.example explains each.`,
    )
    this.name = 'ConfigError'
  }
}

/** The only reader of the environment. Throws `ConfigError`. An empty value counts as not set. */
export const readConfig = (env: NodeJS.ProcessEnv, role?: string): Config => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const result = Settings.safeParse(role === undefined ? given : { ...given, ROLE: role })
  const mistakes = result.success
    ? pairMistakes(given)
    : [...result.error.issues.map(describe), ...pairMistakes(given)]
  if (!result.success || mistakes.length > 0) throw new ConfigError(mistakes)
  return asConfig(result.data)
}

const describe = ({ path, message }: z.core.$ZodIssue): string => `${path.join('.')} ${message}`

/** A Discord application is its id and its secret; one alone signs nobody in. */
const pairMistakes = (env: Record<string, string | undefined>): string[] => {
  const hasId = env['DISCORD_CLIENT_ID'] !== undefined
  const hasSecret = env['DISCORD_CLIENT_SECRET'] !== undefined
  if (hasId === hasSecret) return []
  return hasId
    ? ['DISCORD_CLIENT_SECRET is missing; DISCORD_CLIENT_ID needs it']
    : ['DISCORD_CLIENT_ID is missing; DISCORD_CLIENT_SECRET needs it']
}

const asConfig = (settings: z.infer<typeof Settings>): Config => {
  const dataDir = resolve(settings.DATA_DIR)
  const { DISCORD_CLIENT_ID: clientId, DISCORD_CLIENT_SECRET: clientSecret } = settings
  return {
    role: settings.ROLE,
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: settings.PUBLIC_URL ?? null,
    dataDir,
    databasePath: resolve(settings.DATABASE_URL?.slice('sqlite:'.length) ?? `${dataDir}/sticky.db`),
    keyPath: `${dataDir}/signing-key.json`,
    markPath: `${dataDir}/mark`,
    serviceToken: settings.SERVICE_TOKEN ?? null,
    discord:
      clientId === undefined || clientSecret === undefined
        ? null
        : { apiBase: settings.DISCORD_API_BASE, clientId, clientSecret },
    openRegistration: settings.OPEN_REGISTRATION,
    trustedProxies: settings.TRUSTED_PROXIES,
    frameAncestors: settings.FRAME_ANCESTORS,
    logLevel: settings.LOG_LEVEL,
    limits: {
      messageBytes: settings.LIMIT_MESSAGE_BYTES,
      messagesPerSecond: settings.LIMIT_MESSAGES_PER_SECOND,
      bytesPerSecond: settings.LIMIT_BYTES_PER_SECOND,
      connections: settings.LIMIT_CONNECTIONS,
      user: {
        connections: settings.LIMIT_CONNECTIONS_PER_USER,
        messagesPerSecond: settings.LIMIT_MESSAGES_PER_SECOND_PER_USER,
        bytesPerSecond: settings.LIMIT_BYTES_PER_SECOND_PER_USER,
      },
      guests: {
        connections: settings.LIMIT_CONNECTIONS_PER_LINK,
        messagesPerSecond: settings.LIMIT_MESSAGES_PER_SECOND_PER_USER,
        bytesPerSecond: settings.LIMIT_BYTES_PER_SECOND_PER_USER,
      },
      document: {
        connections: settings.LIMIT_CONNECTIONS_PER_DOCUMENT,
        messagesPerSecond: settings.LIMIT_MESSAGES_PER_SECOND_PER_DOCUMENT,
        bytesPerSecond: settings.LIMIT_BYTES_PER_SECOND_PER_DOCUMENT,
      },
      callsPerMinute: settings.LIMIT_CALLS_PER_MINUTE,
      textLength: settings.LIMIT_TEXT_LENGTH,
      buffered: settings.LIMIT_BUFFERED_BYTES,
    },
    merge: {
      pause: settings.MERGE_PAUSE_MS,
      patience: settings.MERGE_PATIENCE_MS,
      keepLogFor: settings.HISTORY_DAYS * 86_400_000,
      versionPause: settings.VERSION_PAUSE_MS,
      versionPatience: settings.VERSION_PATIENCE_MS,
    },
  }
}
