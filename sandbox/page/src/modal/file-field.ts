import type { APIFileUploadComponent } from 'discord-api-types/v10'
import { sentFiles } from '../composer/attached-files.ts'
import { h } from '../dom/dom.ts'
import type { Field } from './field.ts'
import { countProblem } from './field-rule.ts'

/** Files that are sent with a modal. */
export function fileField(item: APIFileUploadComponent, id: string): Field {
  const { min_values: min = 1, max_values: max = 1 } = item
  const input = h('input', { id, type: 'file', multiple: max > 1, className: 'file-input' })
  const files = () => [...(input.files ?? [])]
  return {
    customId: item.custom_id,
    element: input,
    value: () => sentFiles(files()),
    problem: () => countProblem(files().length, { isRequired: item.required ?? true, min, max }),
  }
}
