import { TextInputStyle, type APITextInputComponent } from 'discord-api-types/v10'
import { h } from '../dom/dom.ts'
import type { Field } from './field.ts'
import { textProblem } from './field-rule.ts'

const LONGEST = 4000

/** One line or several of text, with a count of what is left. */
export function textField(item: APITextInputComponent, id: string): Field {
  const { min_length: min = 0, max_length: max = LONGEST } = item
  const isParagraph = item.style === TextInputStyle.Paragraph
  const count = h('span', { className: 'count', ariaHidden: 'true' })
  const draw = () => {
    count.textContent = item.max_length === undefined ? '' : `${input.value.length}/${max}`
    count.classList.toggle('over', input.value.length > max)
  }
  const properties = {
    id,
    value: item.value ?? '',
    placeholder: item.placeholder ?? '',
    on: { input: draw },
  }
  const input: HTMLInputElement | HTMLTextAreaElement = isParagraph
    ? h('textarea', { ...properties, rows: 5 })
    : h('input', { ...properties, type: 'text', autocomplete: 'off' })
  draw()
  return {
    customId: item.custom_id,
    element: h('div', { className: 'text-input' }, input, count),
    value: () => input.value,
    problem: () => textProblem(input.value, { isRequired: item.required ?? true, min, max }),
  }
}
