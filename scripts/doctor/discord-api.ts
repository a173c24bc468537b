import { setTimeout as sleep } from 'node:timers/promises'
import { Trouble } from './finding.ts'

/** Discord turns away who does not say in this way who they are. */
const USER_AGENT = 'DiscordBot (sticky doctor, 1)'
/** Longer waits that Discord asks for are told instead of waited for, s. */
const LONGEST_WAIT = 5

export type DiscordAccess = { apiBase: string; token: string; timeout: number }
/** Path, headers, and the form that is sent, if one is. */
type Call = [path: string, headers: Record<string, string>, form?: URLSearchParams]
export type Answer = { status: number; body: unknown; headers: Headers }

/** Discord's REST API in the bot's name. Throws a {@link Trouble} when it cannot be asked. */
export class DiscordApi {
  readonly #access: DiscordAccess

  constructor(access: DiscordAccess) {
    this.#access = access
  }

  /** Answers 2xx and 4xx, except those that are about how often was asked. */
  get(path: string): Promise<Answer> {
    return this.#ask(`/v10${path}`, { authorization: `Bot ${this.#access.token}` })
  }

  /** The body of a 2xx; throws for everything else. */
  async read<T>(path: string): Promise<T> {
    const { status, body } = await this.get(path)
    if (status < 400) return body as T
    throw new Trouble(
      `Discord answered GET ${path} with ${status}${reasonIn(body)}`,
      'See whether the lines above explain it; else try again later.',
    )
  }

  /** The token endpoint, which takes no bot. */
  token(form: Record<string, string>): Promise<Answer> {
    return this.#ask('/oauth2/token', {}, new URLSearchParams(form))
  }

  async #ask(...call: Call): Promise<Answer> {
    const first = await this.#once(...call)
    const wait = waitIn(first)
    if (wait === null) return usable(first)
    if (wait > LONGEST_WAIT) throw tooOften(wait)
    await sleep(wait * 1000)
    return usable(await this.#once(...call))
  }

  async #once(...[path, headers, form]: Call): Promise<Answer> {
    const { apiBase, timeout } = this.#access
    try {
      const response = await fetch(`${apiBase}${path}`, {
        headers: { 'user-agent': USER_AGENT, ...headers },
        ...(form === undefined ? {} : { method: 'POST', body: form }),
        signal: AbortSignal.timeout(timeout),
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: jsonIn(text) }
    } catch (error) {
      throw new Trouble(
        `Discord cannot be reached at ${new URL(apiBase).origin}: ${whyNot(error)}`,
        new URL(apiBase).hostname === 'localhost'
          ? 'That is the sandbox’s address: start it (npm start).'
          : 'Check this machine’s way to the internet (and DISCORD_API_BASE, if it is set).',
      )
    }
  }
}

/** How many seconds Discord asks to wait; null: it does not. */
const waitIn = ({ status, headers, body }: Answer): number | null => {
  if (status !== 429) return null
  const inBody = (body as { retry_after?: number } | null)?.retry_after
  return inBody ?? Number(headers.get('retry-after') ?? 1)
}

const usable = (answer: Answer): Answer => {
  const wait = waitIn(answer)
  if (wait !== null) throw tooOften(wait)
  if (answer.status < 500) return answer
  throw new Trouble(
    `Discord is in trouble: it answers ${answer.status}`,
    'Look at https://discordstatus.com, then try again.',
  )
}

const tooOften = (wait: number): Trouble =>
  new Trouble(
    'Discord was asked too often and refuses to answer (429)',
    `Try again in ${Math.ceil(wait)} s. If it stays, see whether something else uses the same token.`,
  )

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const reasonIn = (body: unknown): string => {
  const { message, code } = (body ?? {}) as { message?: string; code?: number }
  return message === undefined ? '' : ` (${message}, ${code})`
}

/** Why a connection failed, in a few words. */
export const whyNot = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  const { cause } = error
  if (cause instanceof AggregateError) return whyNot(cause.errors[0])
  return cause instanceof Error ? cause.message : error.message
}
