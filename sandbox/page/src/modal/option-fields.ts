import type {
  APICheckboxComponent,
  APICheckboxGroupComponent,
  APICheckboxGroupOption,
  APIRadioGroupComponent,
} from 'discord-api-types/v10'
import { h } from '../dom/dom.ts'
import type { Field, FieldName } from './field.ts'
import { countProblem } from './field-rule.ts'

/** One of several. */
export function radioGroup(item: APIRadioGroupComponent, id: string, name: FieldName): Field {
  const inputs = item.options.map((option) => optionInput('radio', id, option))
  const chosen = () => inputs.find((input) => input.checked)?.value ?? null
  const rule = { isRequired: item.required ?? true, min: 1, max: 1 }
  return {
    customId: item.custom_id,
    element: group('radiogroup', name, inputs, item.options),
    value: chosen,
    problem: () => countProblem(chosen() === null ? 0 : 1, rule),
  }
}

/** Any of several. */
export function checkboxGroup(item: APICheckboxGroupComponent, id: string, name: FieldName): Field {
  const isRequired = item.required ?? true
  const { min_values: min = isRequired ? 1 : 0, max_values: max = item.options.length } = item
  const inputs = item.options.map((option) => optionInput('checkbox', id, option))
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value)
  return {
    customId: item.custom_id,
    element: group('group', name, inputs, item.options),
    value: chosen,
    problem: () => countProblem(chosen().length, { isRequired, min, max }),
  }
}

/** Yes or no. */
export function checkbox(item: APICheckboxComponent, { label, description }: FieldName): Field {
  const input = h('input', { type: 'checkbox', checked: item.default ?? false })
  return {
    customId: item.custom_id,
    element: optionLine(input, { label, description }),
    value: () => input.checked,
    problem: () => null,
  }
}

function optionInput(type: 'radio' | 'checkbox', name: string, option: APICheckboxGroupOption) {
  return h('input', { type, name, value: option.value, checked: option.default ?? false })
}

function group(
  role: string,
  { label }: FieldName,
  inputs: HTMLInputElement[],
  options: APICheckboxGroupOption[],
): HTMLElement {
  const lines = inputs.map((input, i) => optionLine(input, options[i] ?? { label: input.value }))
  return h('div', { className: 'options', ariaLabel: label, attrs: { role } }, ...lines)
}

function optionLine(input: HTMLInputElement, { label, description }: FieldName): HTMLElement {
  return h(
    'label',
    { className: 'option-line' },
    input,
    h('span', {}, label, description !== undefined && h('small', {}, description)),
  )
}
