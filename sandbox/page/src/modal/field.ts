import type { FieldValue } from '../../../src/wire/control.ts'

/** One thing that is asked for in a modal. */
export interface Field {
  customId: string
  element: HTMLElement
  /** What is sent. */
  value: () => FieldValue | Promise<FieldValue>
  /** Why it can't be sent as it is. */
  problem: () => string | null
}

let count = 0

/** An id for a control and what belongs to it. */
export function fieldId(): string {
  return `field-${(count += 1)}`
}

/** How the thing around a control calls it. */
export interface FieldName {
  label: string
  description?: string | undefined
}
