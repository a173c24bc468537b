import type { OpenApi } from './description.ts'

/** A JSON Schema, as far as it is looked at here. */
type Schema = {
  $ref?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
}

/** No value that any choice has. */
const NONSENSE = 'nonsense'

/** Something to send that is wrong in one choice of few values, and where that is: `grants.0.role`. */
export type Wrong = { path: string; value: unknown }

/** For each choice of few values that a schema has, however deep, something that makes another one. */
export const wrongChoices = (schema: unknown, document: OpenApi): Wrong[] => {
  const wrongIn = (given: Schema): Wrong[] => {
    const { properties = {}, items, anyOf = [], ...at } = resolved(given, document)
    if (at.enum !== undefined || at.const !== undefined) return [{ path: '', value: NONSENSE }]
    return [
      ...Object.entries(properties).flatMap(([name, inner]) =>
        wrongIn(inner).map((wrong) => within(name, wrong, { [name]: wrong.value })),
      ),
      ...(items === undefined
        ? []
        : wrongIn(items).map((wrong) => within('0', wrong, [wrong.value]))),
      ...anyOf.flatMap(wrongIn),
    ]
  }
  return wrongIn(schema as Schema)
}

const resolved = (schema: Schema, { components }: OpenApi): Schema =>
  schema.$ref === undefined
    ? schema
    : (components.schemas[schema.$ref.split('/').at(-1) ?? ''] as Schema)

const within = (name: string, { path }: Wrong, value: unknown): Wrong => ({
  path: path === '' ? name : `${name}.${path}`,
  value,
})
