import { paramsIn } from '@sticky/shared/api/route'
import type { By, Route } from '@sticky/shared/api/route'
import type { Responses } from './responses.ts'
import { inPlace } from './schemas.ts'
import type { Json, Schemas } from './schemas.ts'

/** Which of {@link TOKENS} open a route. */
const OPENED_BY: Record<By, readonly (keyof typeof TOKENS)[]> = {
  anyone: [],
  visitor: ['user', 'link'],
  known: ['user', 'link', 'service'],
  actor: ['user', 'link', 'service'],
  signedIn: ['user', 'service'],
  user: ['user', 'service'],
  self: ['user'],
  service: ['service'],
  serviceAs: ['service'],
}

/** The kinds of bearer tokens. */
export const TOKENS = {
  user: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The token of `POST /sessions`.',
  },
  link: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The token of `POST /links/{token}`: opens its document and nothing else.',
  },
  service: {
    type: 'http',
    scheme: 'bearer',
    description: "The bot's SERVICE_TOKEN.",
  },
} as const

const ACTING_USER = {
  name: 'Sticky-Acting-User',
  in: 'header',
  description:
    'With the service token: the id of the user in whose name the call is made. It has their rights and no more.',
  schema: { type: 'string', format: 'uuid' },
}

/** One method of one address, as the description has it. */
export const operation = (
  key: string,
  route: Route,
  schemas: Schemas,
  responses: Responses,
): Json => {
  const { does, by, body, text } = route
  const tokens = OPENED_BY[by].map((token) => ({ [token]: [] }))
  const parameters = [
    ...pathParameters(key),
    ...queryParameters(route),
    ...headerParameters(route),
    ...(OPENED_BY[by].includes('service') && by !== 'service'
      ? [{ ...ACTING_USER, required: by === 'serviceAs' }]
      : []),
  ]
  return {
    operationId: key
      .toLowerCase()
      .match(/[a-z]+/g)
      ?.join('-'),
    summary: does,
    security: by === 'visitor' ? [{}, ...tokens] : tokens,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined && text === undefined
      ? {}
      : { requestBody: requestBody(route, schemas) }),
    responses: responses.of(key, route),
  }
}

const pathParameters = (key: string): Json[] =>
  Object.entries(paramsIn(key)).map(([name, schema]) => ({
    name,
    in: 'path',
    required: true,
    schema: inPlace(schema),
  }))

type QuerySchema = { properties?: Record<string, Json>; required?: string[] }

const queryParameters = ({ query }: Route): Json[] => {
  if (query === undefined) return []
  const { properties = {}, required = [] }: QuerySchema = inPlace(query)
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: one,
  }))
}

const headerParameters = ({ headers = {} }: Route): Json[] =>
  Object.entries(headers).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  }))

const requestBody = ({ body, text = [] }: Route, schemas: Schemas): Json => ({
  required: body?.safeParse(undefined).success !== true,
  content: {
    ...(body === undefined ? {} : { 'application/json': { schema: schemas.sent(body) } }),
    ...Object.fromEntries(text.map((type) => [type, {}])),
  },
})
