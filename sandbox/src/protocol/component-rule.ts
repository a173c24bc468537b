import { ButtonStyle, ComponentType as Component } from 'discord-api-types/v10'
import { located, type Json, type Located } from '../state/component.ts'
import type { Problem } from './problem.ts'

const MAX_OPTIONS = 25
const BOUNDS = [
  ['min_length', 'max_length'],
  ['min_values', 'max_values'],
] as const

/**
 * Rules of components in messages and modals that Discord states in its docs (reference/components) but not in its
 * OpenAPI description.
 */
export function componentProblems(components: readonly unknown[], path: PropertyKey[]): Problem[] {
  const all = located(components, path)
  return [
    ...duplicates(all, path, 'custom_id', 'Component custom id cannot be duplicated'),
    ...duplicates(all, path, 'id', 'Component id cannot be duplicated'),
    ...all.flatMap((one) => [...bounds(one), ...ofKind(one)]),
  ]
}

function duplicates(all: Located[], path: PropertyKey[], key: string, message: string): Problem[] {
  // Zero means that Discord is to give a number.
  const values = all.flatMap(({ component }) => component[key] || [])
  if (new Set(values).size === values.length) return []
  return [{ path, code: `COMPONENT_${key.toUpperCase()}_DUPLICATED`, message }]
}

function bounds({ component, path }: Located): Problem[] {
  return BOUNDS.filter(
    ([least, most]) => Number(component[least] ?? 0) > Number(component[most] ?? Infinity),
  ).map(([least]) => ({
    path: [...path, least],
    code: 'NUMBER_TYPE_MAX',
    message: 'The minimum is greater than the maximum.',
  }))
}

function ofKind(one: Located): Problem[] {
  switch (one.component['type']) {
    case Component.ActionRow:
      return rowProblems(one)
    case Component.Button:
      return buttonProblems(one)
    case Component.StringSelect:
      return selectProblems(one)
    default:
      return []
  }
}

/** Five buttons fit into a row, or one of anything else. */
function rowProblems({ component, path }: Located): Problem[] {
  const inner = (component['components'] ?? []) as Json[]
  const isFine = inner.length <= 1 || inner.every(({ type }) => type === Component.Button)
  if (isFine) return []
  const code = 'COMPONENT_LAYOUT_WIDTH_EXCEEDED'
  return [{ path, code, message: 'The specified component exceeds the maximum width' }]
}

function buttonProblems({ component, path }: Located): Problem[] {
  const { style, url, custom_id, label, emoji } = component
  if (style === ButtonStyle.Premium) return []
  const [wanted, unwanted] =
    style === ButtonStyle.Link ? ['url', 'custom_id'] : ['custom_id', 'url']
  const isNamed = Boolean(label) || emoji != null
  return [
    ...((wanted === 'url' ? url : custom_id) == null ? [required([...path, wanted])] : []),
    ...((unwanted === 'url' ? url : custom_id) == null
      ? []
      : [
          {
            path,
            code: 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
            message: 'A custom id and url cannot both be specified',
          },
        ]),
    ...(isNamed ? [] : [required([...path, 'label'])]),
  ]
}

function selectProblems({ component, path }: Located): Problem[] {
  const options = (component['options'] ?? []) as Json[]
  const most = Number(component['max_values'] ?? 1)
  const values = new Set(options.map(({ value }) => value))
  const chosen = options.filter((option) => option['default'] === true)
  return [
    ...(options.length < most
      ? [
          {
            path: [...path, 'options'],
            code: 'BASE_TYPE_BAD_LENGTH',
            message: `Must be between ${most} and ${MAX_OPTIONS} in length.`,
          },
        ]
      : []),
    ...(values.size < options.length
      ? [
          {
            path: [...path, 'options'],
            code: 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
            message: 'The specified option value is already used',
          },
        ]
      : []),
    ...(chosen.length > most
      ? [
          {
            path: [...path, 'options'],
            code: 'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES',
            message: 'Too many options are chosen from the start',
          },
        ]
      : []),
  ]
}

function required(path: PropertyKey[]): Problem {
  return { path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
}
