import type { core } from 'zod'
import type { Json } from '../state/component.ts'

/** A file that came with a multipart body: `files[n]`. */
export interface Upload {
  index: string
  name: string
  bytes: Buffer
}

/** Whom the Authorization header speaks for; interaction routes need none. */
export type Caller =
  | { kind: 'bot' }
  | { kind: 'user'; userId: string; scopes: string[]; expires: number }

/** One request, parsed and already valid by Discord's schema. */
export interface Call {
  params: Record<string, string>
  query: URLSearchParams
  body: Json
  uploads: Upload[]
  caller: Caller | null
}

/** What a handler answers; `body` undefined means 204. */
export interface Answer {
  status?: number
  body?: unknown
  /** Called when the reply has left. */
  after?: () => void
}

/** One route of Discord's API: `path` is a key of `Paths` in discord-api-spec. */
export interface Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  /** Default `bot`. `open`: the token in the path is the credential. */
  access?: 'bot' | 'user' | 'bot-or-user' | 'open'
  request?: core.$ZodType | ((body: Json) => core.$ZodType)
  reply?: core.$ZodType
  handle: (call: Call) => Answer | Promise<Answer>
}

/** A path parameter that the route's pattern guarantees. */
export function param(call: Call, name: string): string {
  return call.params[name] ?? ''
}
