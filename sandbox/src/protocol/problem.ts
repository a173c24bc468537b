import { core } from 'zod'

/** One wrong field, in Discord's words. */
export interface Problem {
  path: PropertyKey[]
  code: string
  message: string
}

/** Checks a value against one of Discord's schemas; an empty list means valid. */
export function problemsOf(schema: core.$ZodType, value: unknown): Problem[] {
  const result = core.safeParse(schema, value)
  return result.success ? [] : result.error.issues.flatMap((issue) => fromIssue(issue, []))
}

/** Nests problems as Discord's `errors`: `{components: {0: {label: {_errors: [...]}}}}`. */
export function nested(problems: Problem[]): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const { path, code, message } of problems) {
    let node = root
    for (const key of path) {
      const next = (node[String(key)] ?? {}) as Record<string, unknown>
      node[String(key)] = next
      node = next
    }
    const errors = (node['_errors'] ?? []) as unknown[]
    node['_errors'] = [...errors, { code, message }]
  }
  return root
}

function fromIssue(issue: core.$ZodIssue, base: PropertyKey[]): Problem[] {
  const path = [...base, ...issue.path]
  if (issue.code === 'invalid_union') return fromUnion(issue, path)
  return [{ path, ...inDiscordsWords(issue) }]
}

/** Of a union only the branch that was meant is worth telling: the one whose `type` fits. */
function fromUnion(issue: core.$ZodIssueInvalidUnion, path: PropertyKey[]): Problem[] {
  const isMeant = (branch: core.$ZodIssue[]) => !branch.some((inner) => inner.path[0] === 'type')
  const meant = issue.errors.filter(isMeant).sort((a, b) => a.length - b.length)[0]
  if (meant) return meant.flatMap((inner) => fromIssue(inner, path))
  const choices = 'The specified type is not valid in this context.'
  return [{ path: [...path, 'type'], code: 'UNION_TYPE_CHOICES', message: choices }]
}

function inDiscordsWords(issue: core.$ZodIssue): { code: string; message: string } {
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
  }
  if (issue.code === 'too_big') {
    const code = issue.origin === 'string' ? 'BASE_TYPE_BAD_LENGTH' : 'NUMBER_TYPE_MAX'
    return { code, message: `Must be ${issue.maximum} or fewer in length.` }
  }
  if (issue.code === 'too_small') {
    const code = issue.origin === 'string' ? 'BASE_TYPE_BAD_LENGTH' : 'NUMBER_TYPE_MIN'
    return { code, message: `Must be ${issue.minimum} or more in length.` }
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String).join(', ')
    return { code: 'BASE_TYPE_CHOICES', message: `Value must be one of {${values}}.` }
  }
  return { code: issue.code.toUpperCase(), message: issue.message }
}
