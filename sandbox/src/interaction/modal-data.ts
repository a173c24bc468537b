import { ComponentType as Component } from 'discord-api-types/v10'
import { allComponents, type Json } from '../state/component.ts'
import type { StoredAttachment } from '../state/message.ts'
import type { FieldValue, SentFile } from '../wire/control.ts'
import type { OpenModal } from './interaction.ts'
import { namedBySelect, resolved, type Named, type Where } from './resolved.ts'
import { isChoosable } from './select-values.ts'

const MAX_TEXT = 4000
const SELECTS = new Set<unknown>([
  Component.StringSelect,
  Component.UserSelect,
  Component.RoleSelect,
  Component.MentionableSelect,
  Component.ChannelSelect,
  Component.CheckboxGroup,
])

/** A field that can't be sent as it is; the message says why. */
export class FieldError extends Error {}

/**
 * The data of a modal's submission: fields nested as they were in the modal, each with what somebody entered, or with
 * its default. Throws FieldError as Discord's clients refuse to send.
 */
export function modalData(
  where: Where,
  { data }: OpenModal,
  values: Record<string, FieldValue>,
): Record<string, unknown> {
  const named: Required<Named> = {
    userIds: [],
    roleIds: [],
    channelIds: [],
    messageIds: [],
    files: [],
  }
  const fill = (field: Json): Json => {
    const { type, id, custom_id } = field
    const sent = entered(where, field, values[String(custom_id)] ?? preset(field), named)
    return { type, id, custom_id, ...sent }
  }
  const components = (data.components as unknown as Json[]).map((component) =>
    nested(component, fill),
  )
  return { custom_id: data.custom_id, components, ...resolved(where, named) }
}

function nested(component: Json, fill: (field: Json) => Json): Json {
  const { type, id } = component
  if (component['component']) return { type, id, component: fill(component['component'] as Json) }
  if (component['components']) {
    return { type, id, components: allComponents(component['components'] as Json[]).map(fill) }
  }
  return { type, id }
}

function preset(field: Json): FieldValue {
  const chosen = ((field['options'] ?? []) as Json[]).filter((option) => option['default'] === true)
  const given = ((field['default_values'] ?? []) as Json[]).map(({ id }) => String(id))
  switch (field['type']) {
    case Component.TextInput:
      return String(field['value'] ?? '')
    case Component.Checkbox:
      return field['default'] === true
    case Component.RadioGroup:
      return chosen[0] ? String(chosen[0]['value']) : null
    default:
      return [...chosen.map(({ value }) => String(value)), ...given]
  }
}

function entered(where: Where, field: Json, value: FieldValue, named: Required<Named>): Json {
  const { type } = field
  if (SELECTS.has(type)) return { values: chosenValues(where, field, value as string[], named) }
  switch (type) {
    case Component.TextInput:
      return { value: checkedText(field, value) }
    case Component.Checkbox:
      return { value: value === true }
    case Component.RadioGroup:
      return { value: checkedRadio(where, field, value) }
    case Component.FileUpload:
      return { values: uploads(where, field, value as SentFile[], named).map(({ id }) => id) }
    default:
      throw new FieldError('This field is of an unknown kind.')
  }
}

function checkedText(field: Json, value: FieldValue): string {
  const text = String(value)
  const isRequired = field['required'] !== false
  const atLeast = Number(field['min_length'] ?? (isRequired ? 1 : 0))
  const atMost = Number(field['max_length'] ?? MAX_TEXT)
  const isLeftOut = text === '' && !isRequired
  if ((text.length >= atLeast || isLeftOut) && text.length <= atMost) return text
  throw new FieldError(`Must be between ${atLeast} and ${atMost} in length.`)
}

function checkedRadio({ world }: Where, field: Json, value: FieldValue): string | null {
  const chosen = typeof value === 'string' ? [value] : []
  if (isChoosable(world.place, field, chosen)) return chosen[0] ?? null
  throw new FieldError('Choose one of the options.')
}

function chosenValues({ world }: Where, field: Json, values: string[], named: Required<Named>) {
  if (!isChoosable(world.place, field, values))
    throw new FieldError('Choose as many as are asked for.')
  const {
    userIds = [],
    roleIds = [],
    channelIds = [],
  } = namedBySelect(Number(field['type']), values)
  named.userIds.push(...userIds)
  named.roleIds.push(...roleIds)
  named.channelIds.push(...channelIds)
  return values
}

function uploads(
  { world }: Where,
  field: Json,
  files: SentFile[],
  named: Required<Named>,
): StoredAttachment[] {
  const atLeast = field['required'] === false ? 0 : Number(field['min_values'] ?? 1)
  const atMost = Number(field['max_values'] ?? 1)
  if (files.length < atLeast || files.length > atMost) {
    throw new FieldError(`Between ${atLeast} and ${atMost} files are asked for.`)
  }
  const kept = files.map(({ name, data }) => world.addFile(name, Buffer.from(data, 'base64')))
  named.files.push(...kept)
  return kept
}
