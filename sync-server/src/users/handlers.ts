import type {
  AnswerOf,
  By,
  ParamsOf,
  Parsed,
  Route,
  RouteKey,
  Routes,
} from '@sticky/shared/api/route'
import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Caller } from './accounts.ts'
import type { Actor } from './actor.ts'
import { actingOf, actorOf, callerOf, selfOf, serviceOf, userOf, visitorOf } from './caller.ts'

/** How each kind of route sees who calls; throws when it is not for them. */
export const CALLERS = {
  anyone: () => null,
  visitor: visitorOf,
  known: callerOf,
  signedIn: callerOf,
  user: userOf,
  self: selfOf,
  actor: actorOf,
  service: serviceOf,
  serviceAs: actingOf,
} satisfies Record<By, (response: Response) => Caller | Actor | null>

/** A call that was let in, with everything that its route declares, checked. */
export type Call<Key extends string, R extends Route> = {
  by: ReturnType<(typeof CALLERS)[R['by']]>
  params: ParamsOf<Key>
  query: Parsed<R, 'query'>
  body: R extends { text: readonly string[] } ? string : Parsed<R, 'body'>
  request: Request
  response: Response
}

/** Answers a call; where a route `sends` something, or has `events`, its handler does. */
export type Handler<Key extends string, R extends Route> = (
  call: Call<Key, R>,
) => Promise<Given<R>> | Given<R>

type Given<R extends Route> = R extends { sends: readonly string[] } | { events: z.ZodType }
  ? void
  : AnswerOf<R>

/** A handler for each route, none missing and none more. */
export type Handlers<T extends Routes> = {
  readonly [Key in keyof T & RouteKey]: Handler<Key, T[Key]>
}
