import type { z } from 'zod'
import { StickyError } from './errors.ts'

/** Checks outside input. Throws `invalid_request` that names every wrong field and what it should be. */
export const validate = <T>(schema: z.ZodType<T>, input: unknown): T => {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const details = result.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    message,
  }))
  const text = details
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ')
  throw new StickyError('invalid_request', `The request is not valid: ${text}.`, details)
}
