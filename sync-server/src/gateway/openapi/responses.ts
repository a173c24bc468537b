import type { Route } from '@sticky/shared/api/route'
import { ERRORS } from '@sticky/shared/errors'
import type { ErrorCode } from '@sticky/shared/errors'
import type { Json, Schemas } from './schemas.ts'

/**
 * Whoever needs a token gets these without one, with one of another kind, without a right, for nobody's name, and who
 * asks too much.
 */
const OF_CALLERS = [
  'invalid_request',
  'unauthenticated',
  'forbidden',
  'not_found',
  'rate_limited',
] as const
/** A link may end while somebody is there by it. */
const OF_LINKS = ['link_expired', 'link_revoked'] as const
const OF_BODIES = ['invalid_request', 'too_large', 'unsupported_type'] as const
/** What may go wrong anywhere. */
const FAILURES = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => ERRORS[code].status >= 500)

/** What routes answer, by status. */
export class Responses {
  /** What errors answer, called by their codes. */
  readonly components: Record<string, Json> = {}
  readonly #schemas: Schemas

  constructor(schemas: Schemas) {
    this.#schemas = schemas
  }

  /** `5XX` is whatever may go wrong anywhere. */
  of(key: string, route: Route): Json {
    const isKept = key.startsWith('GET ') && route.etag !== undefined
    const errors = [...byStatus(errorsOf(route))].map(([status, codes]) => [
      status,
      this.#error(codes),
    ])
    return {
      [route.status ?? 200]: success(route, this.#schemas),
      ...(isKept ? { 304: { description: 'The copy with this ETag is still good.' } } : {}),
      ...Object.fromEntries(errors),
      '5XX': this.#error(FAILURES),
    }
  }

  #error(codes: readonly ErrorCode[]): Json {
    const name = codes.toSorted().join('-or-')
    this.components[name] ??= errorResponse(codes)
    return { $ref: `#/components/responses/${name}` }
  }
}

const success = ({ answer, sends = [], events, etag }: Route, schemas: Schemas): Json => {
  const content = {
    ...(answer === undefined ? {} : { 'application/json': { schema: schemas.answered(answer) } }),
    ...Object.fromEntries(sends.map((type) => [type, {}])),
    ...(events === undefined ? {} : { 'text/event-stream': { schema: schemas.answered(events) } }),
  }
  return {
    description:
      events === undefined
        ? 'Done.'
        : 'Events, one after the other; `data` of each is as the schema says.',
    ...(etag === undefined
      ? {}
      : { headers: { ETag: { required: etag === 'always', schema: { type: 'string' } } } }),
    ...(Object.keys(content).length === 0 ? {} : { content }),
  }
}

const errorsOf = ({ by, query, body, text, errors = [] }: Route): ReadonlySet<ErrorCode> =>
  new Set([
    ...(by === 'anyone' ? [] : OF_CALLERS),
    ...(by === 'known' || by === 'actor' ? OF_LINKS : []),
    ...(query === undefined ? [] : (['invalid_request'] as const)),
    ...(body === undefined && text === undefined ? [] : OF_BODIES),
    ...errors,
  ])

const byStatus = (codes: ReadonlySet<ErrorCode>): Map<number, ErrorCode[]> => {
  const found = new Map<number, ErrorCode[]>()
  for (const code of codes) {
    const { status } = ERRORS[code]
    found.set(status, [...(found.get(status) ?? []), code])
  }
  return found
}

const errorResponse = (codes: readonly ErrorCode[]): Json => ({
  description: codes.map((code) => `\`${code}\`: ${ERRORS[code].message}`).join(' '),
  ...(codes.some((code) => ERRORS[code].retry)
    ? {
        headers: {
          'Retry-After': { required: true, schema: { type: 'integer' }, description: 'seconds' },
        },
      }
    : {}),
  content: { 'application/json': { schema: errorSchema(codes) } },
})

const errorSchema = (codes: readonly ErrorCode[]): Json => ({
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: { code: { enum: codes }, message: { type: 'string' }, details: {} },
    },
  },
})
