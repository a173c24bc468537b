import { allComponents, type Json } from '../state/component.ts'
import type { Problem } from './problem.ts'

const MAX_COMPONENTS = 5
const BOUNDS = [
  ['min_length', 'max_length'],
  ['min_values', 'max_values'],
] as const

/** Rules of modals that Discord's docs state but its OpenAPI description does not. */
export function modalProblems(modal: Json): Problem[] {
  const top = (modal['components'] ?? []) as Json[]
  const all = allComponents(top)
  const ids = all.flatMap((component) => component['custom_id'] ?? [])
  const path = ['data', 'components']
  return [
    ...(top.length > MAX_COMPONENTS
      ? [
          {
            path,
            code: 'BASE_TYPE_BAD_LENGTH',
            message: `Must be between 1 and ${MAX_COMPONENTS} in length.`,
          },
        ]
      : []),
    ...(new Set(ids).size < ids.length
      ? [
          {
            path,
            code: 'COMPONENT_CUSTOM_ID_DUPLICATED',
            message: 'Component custom id cannot be duplicated',
          },
        ]
      : []),
    ...all.flatMap((component) => boundProblems(component, path)),
  ]
}

function boundProblems(component: Json, path: PropertyKey[]): Problem[] {
  return BOUNDS.filter(
    ([least, most]) => Number(component[least] ?? 0) > Number(component[most] ?? Infinity),
  ).map(([least]) => ({
    path: [...path, least],
    code: 'NUMBER_TYPE_MAX',
    message: 'The minimum is greater than the maximum.',
  }))
}
