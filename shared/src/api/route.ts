import { z } from 'zod'
import type { ErrorCode } from '../errors.ts'
import { Id, InstanceId, Principal, Snowflake, VersionNumber } from '../ids.ts'

/**
 * Who may call a route. `anyone`: no token is looked at. `visitor`: with or without one. `signedIn`: users, and the
 * service in anybody's name or nobody's. `user`: users, and the service in somebody's name. `actor`: these, and
 * who came by a link. `self`: users, and nobody in their name. `known`: whoever has a token. `service`: the bot only,
 * in nobody's name. `serviceAs`: the bot only, in somebody's name.
 */
export type By =
  | 'anyone'
  | 'visitor'
  | 'known'
  | 'signedIn'
  | 'actor'
  | 'user'
  | 'self'
  | 'service'
  | 'serviceAs'

/** Of routes that have a document opened or drawn, or much read (see {@link Route}). */
export const COSTLY = 5

/**
 * What a route takes and answers. The server's routers, the API's description and the client's types are made of it,
 * so that none of them says anything else. What follows from the rest is not said: that who is not known gets
 * `unauthenticated`, that wrong input gets `invalid_request`, and so on.
 */
export type Route = {
  by: By
  /** One sentence for who reads the description. */
  does: string
  query?: z.ZodType
  /** What a call takes of what its caller may ask in a minute (R50); 1 unless something else is said. */
  cost?: number
  /** What is sent as JSON. */
  body?: z.ZodType
  /** What is sent is text, of one of these media types. */
  text?: readonly string[]
  /** Headers that it looks at, and what each is for. */
  headers?: Readonly<Record<string, string>>
  /** Of an answer that is no error; 200 unless something else is said. */
  status?: 201 | 204
  /** What it answers as JSON. */
  answer?: z.ZodType
  /** Media types that it answers with besides. Its handler sends whatever it answers, JSON too. */
  sends?: readonly string[]
  /** It answers with server-sent events that go on and on; the data of each is this, as JSON. */
  events?: z.ZodType
  /** Which answers have an ETag. */
  etag?: 'always' | 'sometimes'
  /** Errors that it has of its own. */
  errors?: readonly ErrorCode[]
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Method and path; `:name` in it stands for one of {@link PARAMS}. */
export type RouteKey = `${Method} /${string}`

/** Routes in the order in which they are looked at: what is exact comes before what has a parameter there. */
export type Routes = Readonly<Record<RouteKey, Route>>

/** What a parameter's name means, in whichever path. */
export const PARAMS = {
  id: Id,
  link: Id,
  instance: InstanceId.meta({ description: 'of an Activity, as Discord names it' }),
  principal: Principal,
  guild: Snowflake.meta({ description: 'of a server of the chat' }),
  subject: Snowflake,
  token: z.string().meta({ description: 'of a link' }),
  v: VersionNumber.meta({ description: 'of a version' }),
} satisfies Record<string, z.ZodType>

/** The parameters of `path`, with `:name` as a part of it. */
export const paramsIn = (path: string): Record<string, z.ZodType> =>
  Object.fromEntries(
    Object.entries(PARAMS).filter(([name]) => path.split('/').includes(`:${name}`)),
  )

type NamesIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

/** The parameters of a route's path. */
export type ParamsOf<Key extends string> = {
  [Name in NamesIn<Key> & keyof typeof PARAMS]: z.output<(typeof PARAMS)[Name]>
}

/** What a part of a declaration lets through; undefined where there is no such part. */
export type Parsed<R extends Route, Part extends 'query' | 'body'> =
  R extends Record<Part, infer S extends z.ZodType> ? z.output<S> : undefined

/** What a client sends: parameters of the address, and what the declaration asks for. */
export type Sent<Key extends string, R extends Route> = (keyof ParamsOf<Key> extends never
  ? unknown
  : { params: ParamsOf<Key> }) &
  (R extends { query: infer Q extends z.ZodType } ? { query: Asked<z.input<Q>> } : unknown) &
  (R extends { body: infer B extends z.ZodType } ? { body: z.input<B> } : unknown) &
  (R extends { text: readonly string[] } ? { text: string } : unknown) &
  (R extends { headers: infer H } ? { headers: { [Name in keyof H]?: string } } : unknown)

/** In an address there is text only; numbers are written as such. */
type Asked<Query> = Query extends unknown
  ? { [Name in keyof Query]: string | number | undefined }
  : never

/** What it answers as JSON. */
export type AnswerOf<R extends Route> = R extends { answer: infer S extends z.ZodType }
  ? z.output<S>
  : void
