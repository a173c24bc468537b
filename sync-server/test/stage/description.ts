import { z } from 'zod'

type Schema = Parameters<typeof z.fromJSONSchema>[0]
type Content = Record<string, { schema?: Schema }>
type Reference = { $ref: string }
export type DescribedAnswer = {
  description: string
  headers?: Record<string, { required?: boolean }>
  content?: Content
}
export type Parameter = { name: string; in: string; required?: boolean; schema: Schema }
export type Operation = {
  operationId: string
  summary: string
  security: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, DescribedAnswer | Reference>
}

/** As far as the tests look at it. */
export type OpenApi = {
  openapi: string
  info: { title: string; version: string }
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, Schema>
    responses: Record<string, DescribedAnswer>
    securitySchemes: Record<string, { type: string; scheme: string }>
  }
}

/** One operation of the description, and where it is. */
export type Described = { method: string; template: string; operation: Operation }

/** A call and its answer, as they went over the wire. */
export type Exchange = {
  method: string
  /** With its query. */
  path: string
  sent: string | undefined
  status: number
  headers: Headers
  text: string
}

/** The description that a server serves, and whether what goes over the wire is as it says. */
export class Description {
  static readonly #known = new Map<string, Promise<Description>>()
  readonly document: OpenApi
  readonly #parsers = new Map<Schema, z.ZodType>()
  readonly #closed: Record<string, Schema>

  private constructor(document: OpenApi) {
    this.document = document
    this.#closed = closed(document.components.schemas) as Record<string, Schema>
  }

  /** Asks each server once. */
  static of({ url }: { url: string }): Promise<Description> {
    const known = Description.#known.get(url) ?? Description.#ask(url)
    Description.#known.set(url, known)
    return known
  }

  static async #ask(url: string): Promise<Description> {
    const response = await fetch(`${url}/api/v1/openapi.json`)
    return new Description((await response.json()) as OpenApi)
  }

  get operations(): Described[] {
    return Object.entries(this.document.paths).flatMap(([template, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        template,
        operation,
      })),
    )
  }

  /** Templates that an address fits; what has fewer parameters comes first. */
  templatesOf(path: string): string[] {
    const parts = path.replace(/\?.*/, '').split('/')
    return Object.keys(this.document.paths)
      .filter((template) => {
        const wanted = template.split('/')
        const fits = (part: string, i: number) => part.startsWith('{') || part === parts[i]
        return wanted.length === parts.length && wanted.every(fits)
      })
      .sort((a, b) => a.split('{').length - b.split('{').length)
  }

  find(method: string, path: string): Described | undefined {
    for (const template of this.templatesOf(path)) {
      const operation = this.document.paths[template]?.[method.toLowerCase()]
      if (operation !== undefined) return { method, template, operation }
    }
    return undefined
  }

  /**
   * What is not as described, for people; nothing when all is. What was sent is looked at where it was taken. Errors
   * at addresses where nothing is are not described; nor is what else pages are asked with, since they ignore it.
   */
  complaints(exchange: Exchange): string[] {
    const { method, path, status } = exchange
    const found = this.find(method, path)
    if (found === undefined)
      return status < 400 && path.startsWith('/api/') ? [`${method} ${path} is not described`] : []
    const wrong = [
      ...this.#wrongAnswer(found.operation, exchange),
      ...(status < 300 ? this.#wrongCall(found.operation, exchange) : []),
    ]
    return wrong.map((what) => `${method} ${path}: ${status} ${what}`)
  }

  answerOf({ responses }: Operation, status: number): DescribedAnswer | undefined {
    const answer = responses[status] ?? responses[`${Math.floor(status / 100)}XX`]
    if (answer === undefined || !('$ref' in answer)) return answer
    return this.document.components.responses[answer.$ref.split('/').at(-1) ?? '']
  }

  /** What a schema does not let through. No object may have more fields than it says. */
  mismatch(schema: Schema, value: unknown): string[] {
    const result = this.#parser(schema).safeParse(value)
    return result.success
      ? []
      : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  }

  #wrongAnswer(operation: Operation, { status, headers, text }: Exchange): string[] {
    const answer = this.answerOf(operation, status)
    if (answer === undefined) return ['is no status that it may answer with']
    const missing = Object.entries(answer.headers ?? {}).flatMap(([name, { required }]) =>
      required === true && !headers.has(name) ? [name] : [],
    )
    return [
      ...missing.map((name) => `has no header ${name}`),
      ...this.#wrongContent(answer, headers.get('content-type'), text),
    ]
  }

  #wrongContent({ content }: DescribedAnswer, header: string | null, text: string): string[] {
    if (content === undefined) return text === '' ? [] : ['has a body']
    const type = header?.replace(/;.*/, '') ?? ''
    const media = content[type]
    if (media === undefined) return [`answers with ${type}`]
    const { schema } = media
    if (schema === undefined) return []
    const values = type === 'text/event-stream' ? eventsIn(text) : [text]
    return values.flatMap((value) => this.mismatch(schema, JSON.parse(value)))
  }

  #wrongCall({ parameters = [], requestBody }: Operation, { path, sent }: Exchange): string[] {
    const ignoresMore = !path.startsWith('/api/')
    const names = new Set(parameters.filter((one) => one.in === 'query').map(({ name }) => name))
    const asked = [...new URL(path, 'http://localhost').searchParams.keys()]
    const schema = requestBody?.content['application/json']?.schema
    return [
      ...asked
        .filter((name) => !ignoresMore && !names.has(name))
        .map((name) => `was asked with ${name}`),
      ...(sent === undefined || schema === undefined
        ? []
        : this.mismatch(schema, JSON.parse(sent))),
    ]
  }

  #parser(schema: Schema): z.ZodType {
    const known = this.#parsers.get(schema)
    if (known !== undefined) return known
    const whole = { ...(closed(schema) as object), $defs: this.#closed }
    const parser = z.fromJSONSchema(inDefinitions(whole) as Schema)
    this.#parsers.set(schema, parser)
    return parser
  }
}

/** The data of server-sent events; the last of them may be cut off. */
const eventsIn = (text: string): string[] =>
  [...text.matchAll(/^data: (.*)$(?=\n)/gm)].map(([, data = '']) => data)

/** The same, but objects have no more fields than are described. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const parts = Object.fromEntries(
    Object.entries(schema).map(([name, part]) => [name, closed(part)]),
  )
  const fields = 'properties' in schema && typeof schema.properties === 'object'
  return fields && !('additionalProperties' in schema)
    ? { ...parts, additionalProperties: false }
    : parts
}

const inDefinitions = (schema: object): unknown =>
  JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/$defs/'))
