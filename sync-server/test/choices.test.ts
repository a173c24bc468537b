import { expect, it } from 'vitest'
import { wrongChoices } from './stage/choices.ts'
import { Description } from './stage/description.ts'
import type { Described } from './stage/description.ts'
import { ask, fieldsOf } from './stage/http.ts'
import type { Asking } from './stage/http.ts'
import { SERVICE_TOKEN } from './stage/server.ts'
import { setStage } from './stage/stage.ts'

const { server, ada } = await setStage(['ada'])
const description = await Description.of(server)
const id = await ada.create('text')

/** Whoever may call it. */
const callerOf = ({ operation: { security, parameters = [] } }: Described): Asking => {
  if (security.some((one) => 'user' in one)) return { token: ada.session.token }
  const acts = parameters.some(({ name, required }) => name === 'Sticky-Acting-User' && required)
  return { token: SERVICE_TOKEN, ...(acts ? { acting: ada.id } : {}) }
}

const addressOf = ({ template }: Described): string =>
  template
    .replace('{principal}', ada.principal)
    .replace('{v}', '1')
    .replace('{subject}', '400000000000000001')
    .replaceAll(/\{\w+\}/g, id)

type Case = { key: string; described: Described; path: string; value: unknown }

const cases = (wrongOf: (described: Described) => { path: string; value: unknown }[]): Case[] =>
  description.operations.flatMap((described) =>
    wrongOf(described).map((wrong) => ({
      key: `${described.method} ${described.template}`,
      described,
      ...wrong,
    })),
  )

const inQueries = cases(({ operation: { parameters = [] } }) =>
  parameters
    .filter((one) => one.in === 'query')
    .flatMap(({ name, schema }) =>
      wrongChoices(schema, description.document).map(({ value }) => ({ path: name, value })),
    ),
)

const inBodies = cases(({ operation: { requestBody } }) => {
  const schema = requestBody?.content['application/json']?.schema
  return schema === undefined ? [] : wrongChoices(schema, description.document)
})

it.each(inQueries)('T19: $key refuses $path=$value', async ({ described, path, value }) => {
  const address = `${addressOf(described)}?${path}=${String(value)}`
  const answer = await ask(server, described.method, address, callerOf(described))
  expect(answer.status).toBe(400)
  expect(fieldsOf(answer)).toContain(path)
})

it.each(inBodies)('T19: $key refuses an unknown $path', async ({ described, path, value }) => {
  const asking = { ...callerOf(described), body: value }
  const answer = await ask(server, described.method, addressOf(described), asking)
  expect(answer.status).toBe(400)
  expect(fieldsOf(answer)).toContain(path)
})

it('T19: there are choices to look at', () => {
  const names = [...inQueries, ...inBodies].map(({ path }) => path)
  expect([...new Set(names)].toSorted()).toEqual([
    'access',
    'audience',
    'forever',
    'format',
    'grants.0.role',
    'order',
    'role',
    'scale',
    'scope',
    'sort',
    'stale',
    'stuck',
    'theme',
    'with',
  ])
})
