import { ComponentType, TextInputStyle } from 'discord.js'
import type {
  APILabelComponent,
  APIModalInteractionResponseCallbackData,
  APISelectMenuOption,
} from 'discord.js'
import { clip } from '../cards/markdown.ts'
import { stringSelect } from './parts.ts'

/** Discord's limits, in UTF-16 units. */
const MAX_TITLE = 45
const MAX_LABEL = 45
const MAX_DESCRIPTION = 100

/** What a field is called, and what it is for. */
type Named = { label: string; description?: string }

/** `min` and `max` in UTF-16 units, 4,000 at most. `long`: of many lines. */
type TextField = Named & {
  id: string
  max: number
  min?: number
  long?: boolean
  required?: boolean
  value?: string
}

/** A dialog of one to five fields; `id` is made by `customId`. */
export const modal = (
  title: string,
  id: string,
  ...components: APILabelComponent[]
): APIModalInteractionResponseCallbackData => ({
  custom_id: id,
  title: clip(title, MAX_TITLE),
  components,
})

/** Read by `fields.getTextInputValue(id)`. */
export const textField = ({ id, max, min, value, ...field }: TextField): APILabelComponent =>
  labelled(field, {
    type: ComponentType.TextInput,
    custom_id: id,
    style: field.long === true ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: field.required ?? false,
    max_length: max,
    ...(min === undefined ? {} : { min_length: min }),
    ...(value === undefined || value === '' ? {} : { value }),
  })

/** Read by `fields.getStringSelectValues(id)`; the option that is `default` stands there at first. */
export const selectField = ({
  id,
  options,
  ...named
}: Named & { id: string; options: APISelectMenuOption[] }): APILabelComponent =>
  labelled(named, { ...stringSelect(id, named.label, options), required: true })

const labelled = (
  { label, description }: Named,
  component: APILabelComponent['component'],
): APILabelComponent => ({
  type: ComponentType.Label,
  label: clip(label, MAX_LABEL),
  ...(description === undefined ? {} : { description: clip(description, MAX_DESCRIPTION) }),
  component,
})
