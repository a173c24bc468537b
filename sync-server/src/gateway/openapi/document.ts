import { API } from '@sticky/shared/api/api'
import { API_PATH } from '@sticky/shared/api/path'
import type { Route, Routes } from '@sticky/shared/api/route'
import { PAGE_ROUTES } from '@sticky/shared/api/pages'
import { ROOT_ROUTES } from '@sticky/shared/api/server'
import type { DESCRIPTION_ROUTES } from '@sticky/shared/api/server'
import type { Handlers } from '../../users/handlers.ts'
import { operation, TOKENS } from './operation.ts'
import { Responses } from './responses.ts'
import { Schemas } from './schemas.ts'
import type { Json } from './schemas.ts'

/**
 * `GET /openapi.json`: the description of the API, made of the declarations by which it is served. That takes some 30 ms,
 * so it is done before anybody waits.
 */
export const descriptionRoutes = (): Handlers<typeof DESCRIPTION_ROUTES> => {
  const document = describe()
  return { 'GET /openapi.json': () => document }
}

const describe = () => {
  const routes: [address: string, Routes][] = [
    [API_PATH, API],
    ['', ROOT_ROUTES],
    ['', PAGE_ROUTES],
  ]
  const schemas = new Schemas(routes.flatMap(([, some]) => Object.values<Route>(some)))
  const responses = new Responses(schemas)
  const paths: Record<string, Json> = {}
  for (const [address, some] of routes) {
    for (const [key, route] of Object.entries(some)) {
      const [method = '', path = ''] = key.split(' ')
      const template = `${address}${path.replaceAll(/:(\w+)/g, '{$1}')}`
      paths[template] = {
        ...paths[template],
        [method.toLowerCase()]: operation(key, route, schemas, responses),
      }
    }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Sticky',
      version: '1',
      description:
        'Short living documents inside chat channels. Times are ms since 1970. Lists answer `{items, nextCursor}`. Answers may get more fields.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: schemas.components,
      responses: responses.components,
      securitySchemes: TOKENS,
    },
  }
}
