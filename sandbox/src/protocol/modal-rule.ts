import { allComponents, type Json } from '../state/component.ts'
import { componentProblems } from './component-rule.ts'
import type { Problem } from './problem.ts'

const MAX_COMPONENTS = 5

/** Rules of modals that Discord's docs state but its OpenAPI description does not. */
export function modalProblems(modal: Json): Problem[] {
  const top = (modal['components'] ?? []) as Json[]
  const path = ['data', 'components']
  const isDisabled = allComponents(top).some(({ disabled }) => disabled === true)
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
    ...(isDisabled
      ? [
          {
            path,
            code: 'COMPONENT_DISABLED_IN_MODAL',
            message: 'Modals have no disabled components',
          },
        ]
      : []),
    ...componentProblems(top, path),
  ]
}
