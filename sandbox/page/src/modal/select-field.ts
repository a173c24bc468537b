import { ComponentType, type APISelectMenuComponent } from 'discord-api-types/v10'
import { choicesOf, defaultsOf } from '../component/choices.ts'
import { select } from '../component/select.ts'
import type { Store } from '../session/store.ts'
import type { Field, FieldName } from './field.ts'
import { countProblem } from './field-rule.ts'

/** A menu in a modal: its values are sent with the rest. */
export function selectField(
  item: APISelectMenuComponent,
  { label }: FieldName,
  store: Store,
): Field {
  const isRequired = item.required ?? true
  const { min_values: min = 1, max_values: max = 1 } = item
  let values = defaultsOf(item)
  const element = select({
    label,
    placeholder: item.placeholder ?? 'Make a selection',
    range: { min: isRequired ? min : 0, max },
    isSearchable: item.type !== ComponentType.StringSelect,
    values,
    choices: () => choicesOf(item, store),
    onChosen: (chosen) => {
      values = chosen
      element.dispatchEvent(new Event('input', { bubbles: true }))
    },
  })
  return {
    customId: item.custom_id,
    element,
    value: () => values,
    problem: () => countProblem(values.length, { isRequired, min, max }),
  }
}
