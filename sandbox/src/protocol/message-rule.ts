import { allComponents, attachmentNames, type Json } from '../state/component.ts'
import { componentProblems } from './component-rule.ts'
import type { Problem } from './problem.ts'

const IS_COMPONENTS_V2 = 1 << 15
const V2_TYPES = new Set([9, 10, 11, 12, 13, 14, 17])
const MAX_COMPONENTS = 40
const MAX_TEXT = 4000

/** What a message would be after a request: the rules below look at the whole. */
export interface MessageDraft {
  flags: number
  content: string
  embeds: unknown[]
  components: unknown[]
  fileNames: string[]
}

/**
 * Rules of messages that Discord states in its docs (reference/components) but not in its OpenAPI
 * description.
 */
export function messageProblems(draft: MessageDraft): Problem[] {
  const components = allComponents(draft.components)
  const isV2 = (draft.flags & IS_COMPONENTS_V2) !== 0
  return [
    ...(isV2 ? legacyFields(draft) : newComponents(draft)),
    ...(isV2 ? totals(components) : []),
    ...componentProblems(draft.components, ['components']),
    ...unknownFiles(draft),
  ]
}

function legacyFields(draft: MessageDraft): Problem[] {
  const code = 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'
  const used = [
    ...(draft.content === '' ? [] : ['content']),
    ...(draft.embeds.length === 0 ? [] : ['embeds']),
  ]
  return used.map((field) => {
    const message = `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`
    return { path: [field], code, message }
  })
}

function newComponents(draft: MessageDraft): Problem[] {
  return draft.components.flatMap((component, index) =>
    V2_TYPES.has(Number((component as Json)['type']))
      ? [
          problem(
            ['components', index, 'type'],
            'UNION_TYPE_CHOICES',
            'Value of field "type" must be one of (1,).',
          ),
        ]
      : [],
  )
}

function totals(components: Json[]): Problem[] {
  const text = components.reduce(
    (sum, c) => sum + (c['type'] === 10 ? String(c['content']).length : 0),
    0,
  )
  return [
    ...(components.length > MAX_COMPONENTS
      ? [
          problem(
            ['components'],
            'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
            `The maximum number of components is ${MAX_COMPONENTS}`,
          ),
        ]
      : []),
    ...(text > MAX_TEXT
      ? [
          problem(
            ['components'],
            'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
            `Components displayable text size exceeds maximum size of ${MAX_TEXT}`,
          ),
        ]
      : []),
    ...(components.length === 0
      ? [problem(['components'], 'BASE_TYPE_REQUIRED', 'This field is required')]
      : []),
  ]
}

function unknownFiles(draft: MessageDraft): Problem[] {
  const missing = [...attachmentNames(draft.components)].filter(
    (name) => !draft.fileNames.includes(name),
  )
  return missing.map((name) =>
    problem(
      ['components'],
      'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
      `The referenced attachment '${name}' was not found`,
    ),
  )
}

function problem(path: PropertyKey[], code: string, message: string): Problem {
  return { path, code, message }
}
