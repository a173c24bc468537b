import * as z from 'zod'
import type { SandboxOptions } from './sandbox.ts'

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback)

const environment = z.object({
  SANDBOX_DATA_DIR: z.string().min(1).default('data/sandbox'),
  SANDBOX_APPLICATION_ID: z.string().regex(/^\d{17,19}$/, 'must be an id of 17 to 19 digits'),
  SANDBOX_APPLICATION_NAME: z.string().min(1).default('App'),
  SANDBOX_BOT_TOKEN: z.string().min(1),
  SANDBOX_CLIENT_SECRET: z.string().min(1),
  SANDBOX_ACTIVITY_TARGET: z.url().default('http://localhost:3000'),
  SANDBOX_CLIENT_PORT: port(3333),
  SANDBOX_API_PORT: port(3334),
  SANDBOX_ACTIVITY_PORT: port(3335),
  SANDBOX_ANSWER_MS: z.coerce.number().int().min(1).default(3000),
  SANDBOX_CONSENT: z.enum(['ask', 'accept', 'refuse']).default('ask'),
  SANDBOX_LIMITS: z.enum(['real', 'off']).default('real'),
  SANDBOX_RACE: z.enum(['reply-first', 'frame-first', 'random']).default('random'),
})

/** Reads the settings; throws one error that names every mistake. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): SandboxOptions {
  const result = environment.safeParse(env)
  if (!result.success) {
    const mistakes = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`Wrong settings for the sandbox:\n  ${mistakes.join('\n  ')}`)
  }
  const settings = result.data
  return {
    dataDir: settings.SANDBOX_DATA_DIR,
    ports: {
      client: settings.SANDBOX_CLIENT_PORT,
      api: settings.SANDBOX_API_PORT,
      activity: settings.SANDBOX_ACTIVITY_PORT,
    },
    application: {
      id: settings.SANDBOX_APPLICATION_ID,
      name: settings.SANDBOX_APPLICATION_NAME,
      botToken: settings.SANDBOX_BOT_TOKEN,
      clientSecret: settings.SANDBOX_CLIENT_SECRET,
      activityTarget: settings.SANDBOX_ACTIVITY_TARGET,
    },
    race: settings.SANDBOX_RACE,
    answerWithinMs: settings.SANDBOX_ANSWER_MS,
    conditions: { consent: settings.SANDBOX_CONSENT, limits: settings.SANDBOX_LIMITS },
  }
}
