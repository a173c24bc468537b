import { isDeepStrictEqual } from 'node:util'
import * as cards from '@sticky/shared/api/cards'
import * as chat from '@sticky/shared/api/chat'
import * as documents from '@sticky/shared/api/documents'
import * as grants from '@sticky/shared/api/grants'
import * as history from '@sticky/shared/api/history'
import * as links from '@sticky/shared/api/links'
import * as ownData from '@sticky/shared/api/own-data'
import * as pages from '@sticky/shared/api/pages'
import type { Route } from '@sticky/shared/api/route'
import * as search from '@sticky/shared/api/search'
import * as sessions from '@sticky/shared/api/sessions'
import * as tickets from '@sticky/shared/api/tickets'
import * as users from '@sticky/shared/api/users'
import * as events from '@sticky/shared/events'
import { z } from 'zod'

export type Json = Record<string, unknown>

/** A schema that one of these exports is a component of the description, called as it is there; others stand in place. */
const MODULES = [
  cards,
  chat,
  documents,
  events,
  grants,
  history,
  links,
  ownData,
  pages,
  search,
  sessions,
  tickets,
  users,
]

const named = (): [name: string, schema: z.ZodType][] =>
  MODULES.flatMap((module) => Object.entries(module)).flatMap(([name, value]) =>
    value instanceof z.ZodType ? [[name, value]] : [],
  )

const COMPONENTS = '#/components/schemas/'
const IN_PLACE = 'in place '

/** The JSON Schemas of what routes take and answer. */
export class Schemas {
  /** Those that were referred to, by name. */
  readonly components: Record<string, Json> = {}
  readonly #names = z.registry<{ id: string }>()
  readonly #sent: Record<string, Json>
  readonly #answered: Record<string, Json>

  constructor(routes: readonly Route[]) {
    for (const [id, schema] of named()) this.#names.add(schema, { id })
    for (const [i, schema] of routes
      .flatMap(({ body, answer, events }) => [body, answer, events])
      .entries()) {
      if (schema !== undefined && !this.#names.has(schema))
        this.#names.add(schema, { id: `${IN_PLACE}${i}` })
    }
    this.#sent = convert(this.#names, 'input')
    this.#answered = convert(this.#names, 'output')
  }

  /** Of what a client sends. */
  sent(schema: z.ZodType): Json {
    return this.#placed(schema, this.#sent)
  }

  /** Of what the server answers; it may say more one day. */
  answered(schema: z.ZodType): Json {
    return this.#placed(schema, this.#answered)
  }

  #placed(schema: z.ZodType, converted: Record<string, Json>): Json {
    const id = this.#names.get(schema)?.id ?? ''
    const json = id.startsWith(IN_PLACE) ? (converted[id] ?? {}) : { $ref: `${COMPONENTS}${id}` }
    this.#follow(json, converted)
    return json
  }

  #follow(json: Json, converted: Record<string, Json>): void {
    for (const name of namesIn(json)) {
      const component = converted[name] ?? {}
      const known = this.components[name]
      if (known === undefined) {
        this.components[name] = component
        this.#follow(component, converted)
      } else if (!isDeepStrictEqual(known, component))
        throw new Error(`${name} is one thing to send and another to answer: export two schemas.`)
    }
  }
}

/** Of a parameter, a query or whatever else stands in place with all that is in it. */
export const inPlace = (schema: z.ZodType): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', override: simplify })
  return json
}

type Names = z.core.$ZodRegistry<{ id: string }>

const convert = (names: Names, io: 'input' | 'output'): Record<string, Json> => {
  const uri = (name: string): string => `${COMPONENTS}${name}`
  const { schemas } = z.toJSONSchema(names, { io, uri, override: simplify })
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _schema, $id: _id, ...json }]) => [name, json]),
  )
}

/** Leaves out what `format` says already, and that an answer has no more fields than today. */
const simplify: Override = ({ zodSchema, jsonSchema }) => {
  if (jsonSchema.format === 'uuid') delete jsonSchema.pattern
  if (zodSchema instanceof z.ZodObject && zodSchema.def.catchall === undefined)
    delete jsonSchema.additionalProperties
}

type Override = NonNullable<z.core.ToJSONSchemaParams['override']>

const namesIn = (json: Json): string[] =>
  [...JSON.stringify(json).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name = '']) => name,
  )
